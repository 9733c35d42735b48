package org.eir.core.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.eir.core.change.Sha256;
import org.eir.core.input.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The public key that signatures of a log are checked with: Ed25519 (RFC 8032) under a name. As text it is the verifier
 * key of c2sp.org/signed-note, {@code name+id+key}.
 */
public final class LogKey {
    static final String NAME_RULE = "has 1 to 255 characters and neither spaces nor a plus sign";

    /** Octets of an Ed25519 public key (RFC 8032 section 5.1.5). */
    static final int KEY_BYTES = 32;

    private static final int MAX_NAME = 255;
    private static final byte ED25519 = 1;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}");
    /** What comes before the 32 octets in a SubjectPublicKeyInfo (RFC 8410 section 4). */
    private static final byte[] SUBJECT_PUBLIC_KEY_INFO = HexFormat.of().parseHex("302a300506032b6570032100");

    private final String name;
    private final byte[] octets;
    private final PublicKey key;
    private final int id;

    LogKey(String name, byte[] octets) {
        this.name = name;
        this.octets = octets.clone();
        this.key = publicKey(octets);
        this.id = idOf(name, octets);
    }

    private static PublicKey publicKey(byte[] octets) {
        try {
            return KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(join(SUBJECT_PUBLIC_KEY_INFO, octets)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no Ed25519 public key", e);
        }
    }

    private static int idOf(String name, byte[] octets) {
        MessageDigest digest = Sha256.digest();
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update(new byte[] {'\n', ED25519});
        byte[] hash = digest.digest(octets);
        return hash[0] << 24 | (hash[1] & 0xFF) << 16 | (hash[2] & 0xFF) << 8 | hash[3] & 0xFF;
    }

    /** Whether a key or a log may have this name. */
    public static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_NAME
                && text.codePoints()
                        .noneMatch(c -> c == '+'
                                || c == 0xFFFD
                                || Character.isISOControl(c)
                                || Character.isWhitespace(c)
                                || Character.isSpaceChar(c));
    }

    /** Reads {@code name+id+key}; the id has to be that of name and key. */
    public static Outcome<LogKey> parse(String text) {
        String[] parts = text.split("\\+", 3);
        if (parts.length != 3 || !isName(parts[0]) || !ID.matcher(parts[1]).matches()) {
            return refused(text, "has to be name+id+key, the id in 8 lower-case hexadecimal digits");
        }
        byte[] typed = TreeHead.strictBase64(parts[2]);
        if (typed == null || typed.length != 1 + KEY_BYTES || typed[0] != ED25519) {
            return refused(text, "has to hold an Ed25519 key: Base64 of 01 and its 32 octets");
        }
        try {
            LogKey key = new LogKey(parts[0], Arrays.copyOfRange(typed, 1, typed.length));
            return key.text().equals(text) ? Outcome.accepted(key) : refused(text, "its id is not that of its key");
        } catch (IllegalArgumentException e) {
            return refused(text, "has to hold an Ed25519 key");
        }
    }

    private static Outcome<LogKey> refused(String text, String rule) {
        return Outcome.refused("log key", text, rule);
    }

    public String name() {
        return name;
    }

    /** The key itself, 32 octets (RFC 8032 section 5.1.5). */
    public byte[] octets() {
        return octets.clone();
    }

    /** The first four octets of SHA-256 of name, 0A, 01 and key: how a signature says whose it is. */
    public int id() {
        return id;
    }

    /** As people pass it on: {@code name+id+key}. */
    public String text() {
        return name + "+" + HexFormat.of().toHexDigits(id) + "+"
                + Base64.getEncoder().encodeToString(join(new byte[] {ED25519}, octets));
    }

    /** Whether this is the key's signature of the message. */
    public boolean verifies(byte[] message, byte[] signature) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(key);
            ed25519.update(message);
            return ed25519.verify(signature);
        } catch (SignatureException e) {
            return false; // what cannot be a signature is none
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no Ed25519", e);
        }
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LogKey that && name.equals(that.name) && Arrays.equals(octets, that.octets);
    }

    @Override
    public int hashCode() {
        return id;
    }

    @Override
    public String toString() {
        return text();
    }
}
