package org.eir.server.config;

import java.nio.file.Path;

/**
 * This node.
 *
 * @param stateDirectory where it keeps what is its own: the administrator's token, its last checkpoint
 */
public record NodeConfig(Path stateDirectory) {}
