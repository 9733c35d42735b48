package org.eir.core.audit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.eir.core.input.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * A text with signatures below it, as c2sp.org/signed-note defines it.
 *
 * @param text what is signed; ends in a newline
 * @param signatures at least one
 */
public record SignedNote(String text, List<NoteSignature> signatures) {
    private static final String SIGNATURE = "— ";
    private static final int MAX_SIGNATURES = 100;
    private static final int MAX_CHARACTERS = 1_000_000;
    private static final int ID_BYTES = 4;

    /**
     * One signature.
     *
     * @param name the key's name
     * @param keyId the key's id
     * @param signature whatever the algorithm of the key makes
     */
    public record NoteSignature(String name, int keyId, byte[] signature) {
        boolean claimsToBeOf(LogKey key) {
            return name.equals(key.name()) && keyId == key.id();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof NoteSignature that
                    && name.equals(that.name)
                    && keyId == that.keyId
                    && Arrays.equals(signature, that.signature);
        }

        @Override
        public int hashCode() {
            return keyId;
        }

        @Override
        public String toString() {
            return name + "+" + HexFormat.of().toHexDigits(keyId);
        }
    }

    public SignedNote {
        signatures = List.copyOf(signatures);
        if (!isText(text) || !text.endsWith("\n")) {
            throw new IllegalArgumentException("what is signed is text of whole lines without control characters");
        }
        if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
            throw new IllegalArgumentException("a note has 1 to " + MAX_SIGNATURES + " signatures");
        }
    }

    /** Signs a text with every key given. */
    public static SignedNote sign(String text, List<LogSigner> signers) {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        return new SignedNote(
                text,
                signers.stream()
                        .map(signer -> new NoteSignature(
                                signer.key().name(), signer.key().id(), signer.sign(message)))
                        .toList());
    }

    /** Reads a note. Nothing is verified yet. */
    public static Outcome<SignedNote> parse(String note) {
        int end = note.lastIndexOf("\n\n") + 1;
        if (note.length() > MAX_CHARACTERS || end == 0 || !note.endsWith("\n") || !isText(note)) {
            return refused(note, "has to be lines of text, an empty line, and lines of signatures");
        }
        List<NoteSignature> signatures = new ArrayList<>();
        for (String line : note.substring(end + 1).split("\n")) {
            NoteSignature signature = signature(line);
            if (signature == null || signatures.size() == MAX_SIGNATURES) {
                return refused(
                        line,
                        "has to be a dash, a name, and a key's id with a signature in Base64; at most " + MAX_SIGNATURES
                                + " of them");
            }
            signatures.add(signature);
        }
        return Outcome.accepted(new SignedNote(note.substring(0, end), signatures));
    }

    private static @Nullable NoteSignature signature(String line) {
        String[] parts = line.split(" ", -1);
        if (!line.startsWith(SIGNATURE) || parts.length != 3 || !LogKey.isName(parts[1])) {
            return null;
        }
        byte[] octets = TreeHead.strictBase64(parts[2]);
        if (octets == null || octets.length <= ID_BYTES) {
            return null;
        }
        int id = octets[0] << 24 | (octets[1] & 0xFF) << 16 | (octets[2] & 0xFF) << 8 | octets[3] & 0xFF;
        return new NoteSignature(parts[1], id, Arrays.copyOfRange(octets, ID_BYTES, octets.length));
    }

    private static Outcome<SignedNote> refused(String value, String rule) {
        return Outcome.refused("signed note", value, rule);
    }

    private static boolean isText(String text) {
        return text.chars().allMatch(c -> c == '\n' || c >= ' ')
                && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /**
     * Whether this key signed the text. A second signature that claims to be of the same key and is not makes it false:
     * such a note is to be rejected as a whole.
     */
    public boolean isSignedBy(LogKey key) {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        List<NoteSignature> claimed = claimedBy(key);
        return !claimed.isEmpty()
                && claimed.stream().allMatch(signature -> key.verifies(message, signature.signature()));
    }

    /** Whether a signature claims to be of this key, and is not. */
    public boolean isForged(LogKey key) {
        return claims(key) && !isSignedBy(key);
    }

    /** Whether a signature claims to be of this key. */
    boolean claims(LogKey key) {
        return !claimedBy(key).isEmpty();
    }

    private List<NoteSignature> claimedBy(LogKey key) {
        return signatures.stream()
                .filter(signature -> signature.claimsToBeOf(key))
                .toList();
    }

    /** The note as it is written to files and sent. */
    public String print() {
        StringBuilder note = new StringBuilder(text).append('\n');
        for (NoteSignature signature : signatures) {
            note.append(SIGNATURE)
                    .append(signature.name())
                    .append(' ')
                    .append(Base64.getEncoder().encodeToString(octets(signature)))
                    .append('\n');
        }
        return note.toString();
    }

    private static byte[] octets(NoteSignature signature) {
        byte[] octets = new byte[ID_BYTES + signature.signature().length];
        for (int i = 0; i < ID_BYTES; i++) {
            octets[i] = (byte) (signature.keyId() >> 8 * (ID_BYTES - 1 - i));
        }
        System.arraycopy(signature.signature(), 0, octets, ID_BYTES, signature.signature().length);
        return octets;
    }
}
