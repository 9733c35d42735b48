package org.eir.core.list;

import java.util.Optional;

/**
 * The lists of a register: the three of TS 22.016 clause 5, whose codes are EquipmentStatus of TS 29.002 clause 17.7.1,
 * and the golden list.
 */
public enum EquipmentList {
    WHITE(0, 1),
    BLACK(1, 3),
    GREY(2, 2),
    /** Never to be blocked: as mild as white, always exempt, and what would block it needs an explicit override. */
    GOLDEN(3, 1);

    private final int code;
    private final int severity;

    EquipmentList(int code, int severity) {
        this.code = code;
        this.severity = severity;
    }

    /** The number stored in the database and hashed in the log. */
    public int code() {
        return code;
    }

    /** 1 white and golden, 2 grey, 3 black: of several entries that cover an identity, the highest decides. */
    public int severity() {
        return severity;
    }

    /** As people write it: lower case. */
    public String text() {
        return Codes.text(this);
    }

    public static Optional<EquipmentList> of(String text) {
        return Codes.byText(values(), text);
    }

    /**
     * The list with this code.
     *
     * @throws IllegalArgumentException if no list has this code: the database is newer than this program
     */
    public static EquipmentList of(int code) {
        return Codes.byCode(values(), EquipmentList::code, code);
    }
}
