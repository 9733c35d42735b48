package org.eir.core.list;

import java.util.Optional;

/** The three lists of a register (TS 22.016 clause 5; the codes are EquipmentStatus of TS 29.002 clause 17.7.1). */
public enum EquipmentList {
    WHITE(0, 1),
    BLACK(1, 3),
    GREY(2, 2);

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

    /** 1 white, 2 grey, 3 black: of several entries that cover an identity, the highest decides. */
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
