package org.eir.core.change;

/**
 * Who makes a change. Personal data: recorded beside the log, not in it.
 *
 * @param name account name, 1 to {@value #MAX_NAME} characters
 */
public record Actor(String name) {
    public static final int MAX_NAME = 128;

    public Actor {
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException("an account name has 1 to " + MAX_NAME + " characters");
        }
    }
}
