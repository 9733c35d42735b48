package org.eir.core.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eir.core.change.MerkleRoot;

/**
 * Proofs in the tree of {@link MerkleRoot}: that a leaf is in it (RFC 9162 section 2.1.3), and that a tree is the
 * beginning of a larger one (section 2.1.4). Leaves are numbered from 0. A proof is at most 64 hashes of 32 octets.
 */
public final class MerkleProof {
    /** The hashes of the complete subtrees of a tree, wherever they are kept. */
    @FunctionalInterface
    public interface NodeSource {
        /**
         * The hash of a complete subtree.
         *
         * @param level 0 a leaf; a subtree of level n has 2ⁿ leaves
         * @param index number of the subtree among those of its level: its first leaf is {@code index << level}
         */
        byte[] hash(int level, long index);
    }

    private MerkleProof() {}

    /** The root of the tree of the first {@code size} leaves, at least one. */
    public static byte[] root(long size, NodeSource nodes) {
        requireTree(size, size);
        return subtree(0, size, nodes);
    }

    /** The proof that leaf {@code index} is in the tree of the first {@code size} leaves, from the leaf upwards. */
    public static List<byte[]> inclusion(long index, long size, NodeSource nodes) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("a tree of " + size + " leaves has no leaf " + index);
        }
        List<byte[]> path = new ArrayList<>();
        addPath(index, 0, size, nodes, path);
        return path;
    }

    private static void addPath(long index, long first, long size, NodeSource nodes, List<byte[]> path) {
        if (size == 1) {
            return;
        }
        long left = leftSize(size);
        if (index < left) {
            addPath(index, first, left, nodes, path);
            path.add(subtree(first + left, size - left, nodes));
        } else {
            addPath(index - left, first + left, size - left, nodes, path);
            path.add(subtree(first, left, nodes));
        }
    }

    /** The proof that the tree of the first {@code from} leaves is the beginning of that of the first {@code to}. */
    public static List<byte[]> consistency(long from, long to, NodeSource nodes) {
        requireTree(from, to);
        List<byte[]> proof = new ArrayList<>();
        addConsistency(from, 0, to, true, nodes, proof);
        return proof;
    }

    private static void addConsistency(
            long from, long first, long size, boolean known, NodeSource nodes, List<byte[]> proof) {
        if (from == size) {
            if (!known) {
                proof.add(subtree(first, size, nodes));
            }
            return;
        }
        long left = leftSize(size);
        if (from <= left) {
            addConsistency(from, first, left, known, nodes, proof);
            proof.add(subtree(first + left, size - left, nodes));
        } else {
            addConsistency(from - left, first + left, size - left, false, nodes, proof);
            proof.add(subtree(first, left, nodes));
        }
    }

    /**
     * Whether the proof shows that the leaf with this hash is leaf {@code index} of the tree with this size and root
     * (RFC 9162 section 2.1.3.2).
     */
    public static boolean includes(byte[] leafHash, long index, long size, List<byte[]> proof, byte[] root) {
        if (index < 0 || index >= size) {
            return false;
        }
        long node = index;
        long last = size - 1;
        byte[] hash = leafHash;
        for (byte[] sibling : proof) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = MerkleRoot.nodeHash(sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>>= 1;
                    last >>>= 1;
                }
            } else {
                hash = MerkleRoot.nodeHash(hash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && Arrays.equals(hash, root);
    }

    /**
     * Whether the proof shows that the tree of size {@code from}, at least 1, is the beginning of the tree of size
     * {@code to} (RFC 9162 section 2.1.4.2).
     */
    public static boolean isConsistent(long from, byte[] fromRoot, long to, byte[] toRoot, List<byte[]> proof) {
        if (from < 1 || from > to) {
            return false;
        }
        if (from == to) {
            return proof.isEmpty() && Arrays.equals(fromRoot, toRoot);
        }
        List<byte[]> path = new ArrayList<>(proof);
        if (Long.bitCount(from) == 1) {
            path.addFirst(fromRoot);
        }
        return !path.isEmpty() && leadsToBoth(from, fromRoot, to, toRoot, path);
    }

    private static boolean leadsToBoth(long from, byte[] fromRoot, long to, byte[] toRoot, List<byte[]> path) {
        int skipped = Long.numberOfTrailingZeros(~(from - 1));
        long node = (from - 1) >>> skipped;
        long last = (to - 1) >>> skipped;
        byte[] smaller = path.getFirst();
        byte[] larger = smaller;
        for (byte[] sibling : path.subList(1, path.size())) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                smaller = MerkleRoot.nodeHash(sibling, smaller);
                larger = MerkleRoot.nodeHash(sibling, larger);
                while ((node & 1) == 0 && node != 0) {
                    node >>>= 1;
                    last >>>= 1;
                }
            } else {
                larger = MerkleRoot.nodeHash(larger, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && Arrays.equals(smaller, fromRoot) && Arrays.equals(larger, toRoot);
    }

    /** The root over {@code size} leaves from {@code first} on; complete subtrees are asked for, others put together. */
    private static byte[] subtree(long first, long size, NodeSource nodes) {
        if (Long.bitCount(size) == 1) {
            int level = Long.numberOfTrailingZeros(size);
            return nodes.hash(level, first >>> level);
        }
        long left = leftSize(size);
        return MerkleRoot.nodeHash(subtree(first, left, nodes), subtree(first + left, size - left, nodes));
    }

    /** The largest power of two below {@code size}: where RFC 9162 section 2.1.1 splits. */
    private static long leftSize(long size) {
        return Long.highestOneBit(size - 1);
    }

    private static void requireTree(long from, long to) {
        if (from < 1 || from > to) {
            throw new IllegalArgumentException("no tree of " + to + " leaves begins with one of " + from);
        }
    }
}
