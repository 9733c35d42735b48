package org.eir.core.list;

import java.util.Optional;

/** Why an entry was taken out of force. */
public enum WithdrawalReason {
    /** The device came back to its owner. */
    RECOVERED(1),
    /** It should never have been listed. */
    MISTAKE(2),
    COURT_ORDER(3),
    OTHER(4),
    /** Replaced by a corrected entry in the same change. */
    CORRECTED(5),
    /** Missing from a file that is the whole list of its source. */
    NOT_IN_LIST(6),
    /** Taken out by a delta of its source's list. */
    REMOVED_BY_FILE(7),
    /** The import that added it was taken back. */
    ROLLED_BACK(8),
    /** It had expired, and gave way to another one in the same change. */
    EXPIRED(9);

    private final int code;

    WithdrawalReason(int code) {
        this.code = code;
    }

    /** The number stored in the database and hashed in the log. */
    public int code() {
        return code;
    }

    /** Whether people may give this reason; the others are the register's own. */
    public boolean isGivenByPeople() {
        return code <= OTHER.code;
    }

    /** As people write it: {@code court-order}. */
    public String text() {
        return Codes.text(this);
    }

    public static Optional<WithdrawalReason> of(String text) {
        return Codes.byText(values(), text);
    }

    /**
     * The reason with this code.
     *
     * @throws IllegalArgumentException if no reason has this code: the database is newer than this program
     */
    public static WithdrawalReason of(int code) {
        return Codes.byCode(values(), WithdrawalReason::code, code);
    }
}
