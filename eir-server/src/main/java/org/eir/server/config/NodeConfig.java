package org.eir.server.config;

import java.nio.file.Path;

/**
 * This node.
 *
 * @param stateDirectory where it keeps what is its own: the administrator's token, its checkpoints
 */
public record NodeConfig(Path stateDirectory) {}
