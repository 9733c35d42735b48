package org.eir.core.subscriber;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An IMSI as it is stored. Without the key it says nothing but whether two are the same subscriber's.
 *
 * @param keyId the key it was sealed with
 * @param cipher the IMSI under AES-256-GCM, {@value #CIPHER_BYTES} octets, its tag last
 * @param lookup keyed hash of the IMSI, {@value #LOOKUP_BYTES} octets; the nonce of the cipher is its beginning
 */
public record Sealed(int keyId, byte[] cipher, byte[] lookup) {
    /** Digits and tag. */
    static final int CIPHER_BYTES = 31;

    static final int LOOKUP_BYTES = 16;

    public Sealed {
        if (cipher.length != CIPHER_BYTES || lookup.length != LOOKUP_BYTES) {
            throw new IllegalArgumentException("a sealed IMSI has " + CIPHER_BYTES + " octets of cipher and "
                    + LOOKUP_BYTES + " of look-up, not " + cipher.length + " and " + lookup.length);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Sealed that
                && keyId == that.keyId
                && Arrays.equals(cipher, that.cipher)
                && Arrays.equals(lookup, that.lookup);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(lookup);
    }

    /** Names only the key. */
    @Override
    public String toString() {
        return "sealed with key " + keyId;
    }
}
