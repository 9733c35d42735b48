package org.eir.core.audit;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.eir.core.change.MerkleRoot;
import org.eir.core.input.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The state of a log: how many leaves it has and the root over them. As the text of a signed note it is a checkpoint
 * (c2sp.org/tlog-checkpoint).
 *
 * @param origin name of the log
 * @param size number of leaves, which is the last revision
 * @param root root over them, 32 octets
 */
public record TreeHead(String origin, long size, byte[] root) {
    private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,17}");
    private static final int ROOT_BYTES = 32;

    public TreeHead {
        if (!LogKey.isName(origin)) {
            throw new IllegalArgumentException("the origin of a log " + LogKey.NAME_RULE);
        }
        if (size < 0 || root.length != ROOT_BYTES) {
            throw new IllegalArgumentException("a tree head has a size and a root of " + ROOT_BYTES + " octets");
        }
    }

    /** The head of the tree with the leaves given so far. */
    public static TreeHead of(String origin, MerkleRoot tree) {
        return new TreeHead(origin, tree.leaves(), tree.root());
    }

    /** Reads the text of a checkpoint: three lines. Extension lines are refused: this log writes none. */
    public static Outcome<TreeHead> parse(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length != 4 || !lines[3].isEmpty()) {
            return refused(text, "has to have three lines: origin, size, root");
        }
        if (!LogKey.isName(lines[0])) {
            return refused(lines[0], "the origin of a log " + LogKey.NAME_RULE);
        }
        if (!SIZE.matcher(lines[1]).matches()) {
            return refused(lines[1], "the size has to be a decimal number without leading zeros");
        }
        byte[] root = strictBase64(lines[2]);
        if (root == null || root.length != ROOT_BYTES) {
            return refused(lines[2], "the root has to be 32 octets in Base64");
        }
        return Outcome.accepted(new TreeHead(lines[0], Long.parseLong(lines[1]), root));
    }

    private static Outcome<TreeHead> refused(String value, String rule) {
        return Outcome.refused("checkpoint", value, rule);
    }

    /** The octets, if that is how they are written; what decodes to them but is written otherwise is refused. */
    static byte @Nullable [] strictBase64(String text) {
        try {
            byte[] octets = Base64.getDecoder().decode(text);
            return Base64.getEncoder().encodeToString(octets).equals(text) ? octets : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The text that is signed. */
    public String text() {
        return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TreeHead that
                && origin.equals(that.origin)
                && size == that.size
                && Arrays.equals(root, that.root);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(root);
    }

    @Override
    public String toString() {
        return origin + " " + size + " " + HexFormat.of().formatHex(root);
    }
}
