package org.eir.core.subscriber;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import org.eir.core.identity.Imsi;

/**
 * Seals IMSIs for storage and opens them again. Safe for any number of threads.
 *
 * <p>There may be several keys: the first seals, all of them open and look up. So a key is replaced in three steps, none
 * of which loses anything: the new key is added at the end on every node, then moved to the front, and the old one is
 * taken out when nothing is sealed with it any more ({@link #reseal}).
 *
 * <p>From each secret HKDF (RFC 5869) derives one key for HMAC-SHA-256, which makes the look-up, and one for AES-256-GCM,
 * which makes the cipher. The look-up is also the nonce: one IMSI is always sealed to the same octets. That tells no more
 * than the look-up itself, and spares the limit of 2^32 random nonces a key (NIST SP 800-38D section 8.3), which a busy
 * network reaches within weeks. Every IMSI is padded to one length. There are few enough IMSIs to try them all, so
 * nothing but the secrecy of the keys protects them: keep these away from the database and its backups.
 */
public final class SubscriberVault {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int IMSI_DIGITS = 15;
    private static final String PADDING = "F";
    private static final byte[] SALT = ascii("org.eir.subscriber");
    private static final byte[] FINGERPRINT = ascii("fingerprint");

    private record DerivedKeys(int id, SecretKey cipher, SecretKey lookup) {}

    private final DerivedKeys first;
    private final Map<Integer, DerivedKeys> keys = new LinkedHashMap<>();

    /** What cannot be opened: its key is not here, or is not the one it was sealed with, or it was altered. */
    public static final class CannotOpenException extends RuntimeException {
        CannotOpenException(String message) {
            super(message);
        }
    }

    /**
     * @param keys at least one, each with a number of its own; the first seals
     */
    public SubscriberVault(List<SubscriberKey> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("there is no key to seal subscribers with");
        }
        for (SubscriberKey key : keys) {
            if (this.keys.putIfAbsent(key.id(), derived(key)) != null) {
                throw new IllegalArgumentException("two keys have the number " + key.id());
            }
        }
        this.first = this.keys.values().iterator().next();
    }

    private static DerivedKeys derived(SubscriberKey key) {
        return new DerivedKeys(key.id(), derived(key, "cipher 1", "AES"), derived(key, "lookup 1", "HmacSHA256"));
    }

    private static SecretKey derived(SubscriberKey key, String purpose, String algorithm) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            algorithm,
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(key.secret())
                                    .addSalt(SALT)
                                    .thenExpand(ascii(purpose), SubscriberKey.BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot derive keys", e);
        }
    }

    /** The number of the key that seals. */
    public int sealingKey() {
        return first.id();
    }

    /** As it may be stored; always the same for one IMSI and key. */
    public Sealed seal(Imsi imsi) {
        byte[] lookup = lookup(first, imsi);
        String padded =
                imsi.digits() + PADDING.repeat(IMSI_DIGITS - imsi.digits().length());
        try {
            return new Sealed(
                    first.id(), cipher(Cipher.ENCRYPT_MODE, first, lookup).doFinal(ascii(padded)), lookup);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot encrypt", e);
        }
    }

    /**
     * The IMSI again.
     *
     * @throws CannotOpenException with a message that can be shown
     */
    public Imsi open(Sealed sealed) {
        DerivedKeys key = keys.get(sealed.keyId());
        if (key == null) {
            throw new CannotOpenException("a subscriber is sealed with key " + sealed.keyId()
                    + ", which is not among the keys of this node (" + keys.keySet() + ")");
        }
        try {
            byte[] padded = cipher(Cipher.DECRYPT_MODE, key, sealed.lookup()).doFinal(sealed.cipher());
            return new Imsi(new String(padded, StandardCharsets.US_ASCII).replace(PADDING, ""));
        } catch (GeneralSecurityException e) {
            throw new CannotOpenException(
                    "a subscriber is sealed with another key " + sealed.keyId() + " than this node's, or was altered");
        }
    }

    /** The look-ups under which rows of this IMSI may be stored, the sealing key's first. */
    public List<byte[]> lookups(Imsi imsi) {
        List<byte[]> lookups = new ArrayList<>(keys.size());
        for (DerivedKeys key : keys.values()) {
            lookups.add(lookup(key, imsi));
        }
        return lookups;
    }

    /** The same IMSI under the key that seals now; the very same object if it is already. */
    public Sealed reseal(Sealed sealed) {
        return sealed.keyId() == first.id() ? sealed : seal(open(sealed));
    }

    /**
     * What tells one secret from another without giving it away, by number of the key: nodes compare it, so that none
     * seals with a key of its own under a number that the others use.
     */
    public Map<Integer, byte[]> fingerprints() {
        Map<Integer, byte[]> fingerprints = new LinkedHashMap<>();
        keys.forEach((id, key) -> fingerprints.put(id, mac(key, FINGERPRINT)));
        return fingerprints;
    }

    private static byte[] lookup(DerivedKeys key, Imsi imsi) {
        return mac(key, ascii(imsi.digits()));
    }

    private static byte[] mac(DerivedKeys key, byte[] data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key.lookup());
            return Arrays.copyOf(mac.doFinal(data), Sealed.LOOKUP_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC-SHA-256", e);
        }
    }

    private static Cipher cipher(int mode, DerivedKeys key, byte[] lookup) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.cipher(), new GCMParameterSpec(TAG_BITS, lookup, 0, NONCE_BYTES));
        cipher.updateAAD(lookup);
        return cipher;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
