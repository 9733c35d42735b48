/**
 * The command line: one class a command, put together in {@link org.eir.server.cli.EirCommandLine}.
 *
 * <p>All commands but {@code start}, {@code start-dev}, {@code config} and {@code version} ask a running node over REST
 * ({@link org.eir.server.cli.RegisterClient}) and only show what it says: no rule of the register lives here. What
 * cannot be done is a {@link org.eir.server.cli.CommandFailure}: one sentence with the way out on standard error, exit
 * code 1, or 2 where the command itself was wrong. Text that came from elsewhere is printed without its control
 * characters.
 */
@org.jspecify.annotations.NullMarked
package org.eir.server.cli;
