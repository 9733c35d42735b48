package org.eir.core.check;

import org.jspecify.annotations.Nullable;

/** Policies by the first digits of a global title: a tree with a branch for each digit. Filled once, then only read. */
final class TitlePrefixes {
    private static final int DIGITS = 10;
    private static final int HEXADECIMAL = 16;

    private final Node root = new Node();

    private static final class Node {
        private final @Nullable Node[] branches = new Node[DIGITS];
        private @Nullable Policy policy;
    }

    void put(String prefix, Policy policy) {
        Node node = root;
        for (int i = 0; i < prefix.length(); i++) {
            int digit = prefix.charAt(i) - '0';
            Node next = node.branches[digit];
            if (next == null) {
                next = new Node();
                node.branches[digit] = next;
            }
            node = next;
        }
        node.policy = policy;
    }

    /** The policy of the longest beginning; none for what is no title. Signals beyond 9 belong to no beginning. */
    @Nullable
    Policy longest(String title) {
        Policy found = null;
        Node node = root;
        for (int i = 0; i < title.length(); i++) {
            int digit = Character.digit(title.charAt(i), HEXADECIMAL);
            if (digit < 0) {
                return null;
            }
            node = node == null || digit >= DIGITS ? null : node.branches[digit];
            if (node != null && node.policy != null) {
                found = node.policy;
            }
        }
        return found;
    }
}
