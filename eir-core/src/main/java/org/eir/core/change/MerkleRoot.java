package org.eir.core.change;

import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Root of a Merkle tree over leaves given one after the other, in memory that grows with the logarithm of their number.
 * Hashing as in RFC 6962 section 2.1: a leaf is {@code H(0x00 ‖ data)}, a node {@code H(0x01 ‖ left ‖ right)}.
 */
public final class MerkleRoot {
    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final MessageDigest digest = Sha256.digest();
    private final Deque<Subtree> complete = new ArrayDeque<>();
    private final long watchedSize;
    private final Consumer<byte[]> watcher;
    private long leaves;

    private record Subtree(long size, byte[] root) {}

    public MerkleRoot() {
        this(0, root -> {});
    }

    /**
     * Tells of the roots of complete subtrees, in order, as they come to be.
     *
     * @param watchedSize the leaves of such a subtree; a power of two
     */
    public MerkleRoot(long watchedSize, Consumer<byte[]> watcher) {
        this.watchedSize = watchedSize;
        this.watcher = watcher;
    }

    /** The hash of a leaf with this content. */
    public static byte[] leafHash(byte[] data) {
        MessageDigest digest = Sha256.digest();
        digest.update(LEAF);
        return digest.digest(data);
    }

    /** The hash of a node over two others. */
    public static byte[] nodeHash(byte[] left, byte[] right) {
        MessageDigest digest = Sha256.digest();
        digest.update(NODE);
        digest.update(left);
        return digest.digest(right);
    }

    public void add(byte[] data) {
        digest.update(LEAF);
        addHash(digest.digest(data));
    }

    /** Adds a leaf whose hash is known. */
    public void addHash(byte[] leafHash) {
        Subtree subtree = new Subtree(1, leafHash);
        while (!complete.isEmpty() && complete.peek().size() == subtree.size()) {
            Subtree left = complete.pop();
            subtree = new Subtree(left.size() * 2, node(left.root(), subtree.root()));
            if (subtree.size() == watchedSize) {
                watcher.accept(subtree.root());
            }
        }
        complete.push(subtree);
        leaves++;
    }

    public long leaves() {
        return leaves;
    }

    /** The root over the leaves so far; of none, the hash of nothing. */
    public byte[] root() {
        byte[] root = null;
        for (Subtree subtree : complete) {
            root = root == null ? subtree.root() : node(subtree.root(), root);
        }
        return root == null ? digest.digest() : root;
    }

    private byte[] node(byte[] left, byte[] right) {
        digest.update(NODE);
        digest.update(left);
        return digest.digest(right);
    }
}
