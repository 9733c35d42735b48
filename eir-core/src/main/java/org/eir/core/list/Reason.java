package org.eir.core.list;

import java.util.Optional;

/** Why an identity is listed. */
public enum Reason {
    STOLEN(1),
    LOST(2),
    COUNTERFEIT(3),
    CLONED(4),
    UNPAID(5),
    FRAUD(6),
    COURT_ORDER(7),
    TEST(8),
    OTHER(9);

    private final int code;

    Reason(int code) {
        this.code = code;
    }

    /** The number stored in the database and hashed in the log, 1 to 15. */
    public int code() {
        return code;
    }

    /** As people write it: {@code court-order}. */
    public String text() {
        return Codes.text(this);
    }

    public static Optional<Reason> of(String text) {
        return Codes.byText(values(), text);
    }

    /**
     * The reason with this code.
     *
     * @throws IllegalArgumentException if no reason has this code: the database is newer than this program
     */
    public static Reason of(int code) {
        return Codes.byCode(values(), Reason::code, code);
    }
}
