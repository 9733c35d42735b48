package org.eir.core.change;

import org.jspecify.annotations.Nullable;

/**
 * Who makes a change. Personal data: recorded beside the log, not in it.
 *
 * @param name account name, 1 to {@value #MAX_NAME} characters
 * @param approver the account of the second person, where the change needed one; never the same as {@code name}
 * @param proposal number of the proposal that the second person approved: it is done by the change set recorded under
 *     this actor, and by one only
 */
public record Actor(
        String name, @Nullable String approver, @Nullable Long proposal) {
    public static final int MAX_NAME = 128;

    public Actor {
        requireName(name);
        if (approver != null) {
            requireName(approver);
            if (approver.equals(name)) {
                throw new IllegalArgumentException("nobody approves a change of their own");
            }
        }
    }

    public Actor(String name) {
        this(name, null, null);
    }

    public Actor(String name, @Nullable String approver) {
        this(name, approver, null);
    }

    private static void requireName(String name) {
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException("an account name has 1 to " + MAX_NAME + " characters");
        }
    }

    /** What the log commits to: the name, and the approver's where there is one. */
    public Commitment commitment() {
        return approver == null ? Commitment.to(name) : Commitment.to(name, approver);
    }
}
