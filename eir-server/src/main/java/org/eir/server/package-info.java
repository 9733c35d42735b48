/**
 * The node: the one place where the adapters meet, and the program that people run.
 *
 * <p>{@link org.eir.server.Eir} is {@code main}. {@link org.eir.server.cli} understands the command line and asks a
 * running node over REST; {@link org.eir.server.config} reads the configuration; {@link org.eir.server.log} sets up the
 * log. Only {@code start} and {@code start-dev} run a node in this process, through
 * {@link org.eir.server.NodeLauncher}.
 */
@org.jspecify.annotations.NullMarked
package org.eir.server;
