package org.eir.core.change;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import org.eir.core.list.EntryFacts;
import org.jspecify.annotations.Nullable;

/**
 * A salted hash that stands in the log for data that may name a person. With the salt and the data anyone can check it;
 * once both are erased, as law may demand, it says nothing.
 *
 * @param salt 16 random bytes, kept beside the data; empty in {@link #NOTHING}
 * @param hash SHA-256 of salt and fields
 */
public record Commitment(byte[] salt, byte[] hash) {
    /** Where there is nothing to commit to: no salt, and 32 zero octets in the log. */
    public static final Commitment NOTHING = new Commitment(new byte[0], new byte[32]);

    private static final int SALT_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Commits to fields, in this order; an absent field is not an empty one. All absent: {@link #NOTHING}. */
    public static Commitment to(@Nullable String... fields) {
        if (areAbsent(fields)) {
            return NOTHING;
        }
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return new Commitment(salt, hash(salt, fields));
    }

    /** What an addition commits to: reference, note and the source's own reference. */
    public static Commitment of(EntryFacts facts) {
        return to(facts.reference(), facts.note(), facts.sourceReference());
    }

    /** Whether these are the fields that were committed to. */
    public boolean holdsFor(@Nullable String... fields) {
        return areAbsent(fields) ? equals(NOTHING) : Arrays.equals(hash, hash(salt, fields));
    }

    private static boolean areAbsent(@Nullable String... fields) {
        return Arrays.stream(fields).allMatch(Objects::isNull);
    }

    private static byte[] hash(byte[] salt, @Nullable String... fields) {
        MessageDigest digest = Sha256.digest();
        digest.update(salt);
        for (String field : fields) {
            if (field == null) {
                digest.update((byte) 0);
            } else {
                byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
                digest.update((byte) 1);
                digest.update(new byte[] {
                    (byte) (bytes.length >> 24),
                    (byte) (bytes.length >> 16),
                    (byte) (bytes.length >> 8),
                    (byte) bytes.length
                });
                digest.update(bytes);
            }
        }
        return digest.digest();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Commitment that && Arrays.equals(salt, that.salt) && Arrays.equals(hash, that.hash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash);
    }
}
