package org.eir.core.change;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

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
    API_KEY(8),
    /** A change beyond the limits of one person: proposed, or decided. */
    APPROVAL(9),
    /** A key that signs the log from now on. */
    LOG_KEY(10),
    /** Personal data beside the log was erased: by whom, on whose order, and what. */
    ERASURE(11);

    private final int code;

    ChangeKind(int code) {
        this.code = code;
    }

    /** The number stored in the database and hashed in the log. */
    public int code() {
        return code;
    }

    /** The kind with this code; none if this version does not know it. */
    public static Optional<ChangeKind> of(int code) {
        return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst();
    }

    /** As programs read it: {@code subscriber-rule}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
