package org.eir.core.subscriber;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A secret of the operator from which the keys of a {@link SubscriberVault} are derived.
 *
 * @param id by which what was sealed with it names it, 1 to {@value #MAX_ID}; never used for another secret
 * @param secret {@value #BYTES} random octets
 */
public record SubscriberKey(int id, byte[] secret) {
    /** What the database has room for. */
    public static final int MAX_ID = Short.MAX_VALUE;

    public static final int BYTES = 32;

    public SubscriberKey {
        if (id < 1 || id > MAX_ID) {
            throw new IllegalArgumentException("the number of a key is 1 to " + MAX_ID);
        }
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("a key has " + BYTES + " octets, not " + secret.length);
        }
        if (isConstant(secret)) {
            throw new IllegalArgumentException("a key is random, not one octet " + BYTES + " times");
        }
        secret = secret.clone();
    }

    /** A new one. */
    public static SubscriberKey random(int id) {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        return new SubscriberKey(id, secret);
    }

    private static boolean isConstant(byte[] secret) {
        byte[] same = new byte[secret.length];
        Arrays.fill(same, secret[0]);
        return Arrays.equals(secret, same);
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "subscriber key " + id;
    }
}
