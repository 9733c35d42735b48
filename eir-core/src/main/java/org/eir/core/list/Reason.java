package org.eir.core.list;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why an identity is listed, and what others call the same. */
public enum Reason {
    STOLEN(1, "stolen", "stolen_list"),
    LOST(2, "lost", "stolen_list"),
    COUNTERFEIT(3, null, "gsma_not_found"),
    CLONED(4, null, "duplicate_threshold"),
    UNPAID(5, null, null),
    FRAUD(6, null, null),
    COURT_ORDER(7, null, "exists_in_barred_list"),
    TEST(8, null, "is_test_tac"),
    OTHER(9, null, null);

    private final int code;
    private final @Nullable String gsma;
    private final @Nullable String dirbs;

    Reason(int code, @Nullable String gsma, @Nullable String dirbs) {
        this.code = code;
        this.gsma = gsma;
        this.dirbs = dirbs;
    }

    /** What the GSMA's block list says for it ("flagged as …" of Device Check); null if it has no such word. */
    public @Nullable String gsma() {
        return gsma;
    }

    /** The dimension of a DIRBS condition that finds such devices; null if none does. */
    public @Nullable String dirbs() {
        return dirbs;
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
