package org.eir.core.change;

import java.util.Locale;

/** What kind of change set a revision is. A node that meets a code it does not know stops applying and says so. */
public enum ChangeKind {
    /** Single entries added or withdrawn. */
    ENTRIES(1),
    /** A file. */
    IMPORT(2),
    /** A new policy. */
    POLICY(3);

    private final int code;

    ChangeKind(int code) {
        this.code = code;
    }

    /** The number stored in the database and hashed in the log. */
    public int code() {
        return code;
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
