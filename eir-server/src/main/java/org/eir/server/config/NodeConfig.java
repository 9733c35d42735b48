package org.eir.server.config;

import java.nio.file.Path;

/**
 * This node.
 *
 * @param stateDirectory where it keeps what is its own: the administrator's token, its last checkpoint
 * @param organisation who runs the register; 1 to {@value #MAX_ORGANISATION} characters
 */
public record NodeConfig(Path stateDirectory, String organisation) {
    private static final int MAX_ORGANISATION = 64;

    public NodeConfig {
        if (organisation.isBlank() || organisation.length() > MAX_ORGANISATION) {
            throw new IllegalArgumentException("organisation: must have 1 to " + MAX_ORGANISATION + " characters");
        }
    }
}
