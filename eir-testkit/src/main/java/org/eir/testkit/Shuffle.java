package org.eir.testkit;

/**
 * A permutation of the numbers 0 to 999 999 that looks random, from a key, without memory: a Feistel network over two
 * halves of three decimal digits. It turns a counter into serial numbers that never repeat.
 */
final class Shuffle {
    static final int SIZE = 1_000_000;
    private static final int HALF = 1000;
    private static final int ROUNDS = 4;

    private Shuffle() {}

    static int of(int number, long key) {
        int left = number / HALF;
        int right = number % HALF;
        for (int round = 0; round < ROUNDS; round++) {
            int next = (left + noise(right, key + round)) % HALF;
            left = right;
            right = next;
        }
        return left * HALF + right;
    }

    /** 0 to 999, by the finalizer of SplitMix64. */
    private static int noise(int half, long key) {
        long mixed = (half + 1) * 0x9E3779B97F4A7C15L ^ key * 0xD1342543DE82EF95L;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return Math.floorMod(mixed ^ mixed >>> 31, HALF);
    }
}
