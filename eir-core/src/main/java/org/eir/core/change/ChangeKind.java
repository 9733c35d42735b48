package org.eir.core.change;

import java.util.Locale;

/** What kind of change set a revision is. A node that meets a code it does not know stops applying and says so. */
public enum ChangeKind {
    /** Single entries added or withdrawn. */
    ENTRIES(1),
    /** A file. */
    IMPORT(2),
    /** A new policy, of every network or of one. */
    POLICY(3),
    /** An import taken back. */
    ROLLBACK(4),
    /** Exceptions and locks: a device and its subscribers. */
    SUBSCRIBER_RULE(5),
    /** Identities that belong to one device. */
    DEVICE_GROUP(6),
    /** Nothing changed: somebody read personal data. */
    ACCESS(7),
    /** An API key made or revoked. */
    API_KEY(8);

    private final int code;

    ChangeKind(int code) {
        this.code = code;
    }

    /** The number stored in the database and hashed in the log. */
    public int code() {
        return code;
    }

    /** As programs read it: {@code subscriber-rule}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
