package org.eir.server.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that asks a running node. */
abstract class NodeCommand implements Callable<Integer> {
    protected final Console console;

    @Mixin
    protected final OutputOptions output = new OutputOptions();

    @Mixin
    private final NodeOptions node = new NodeOptions();

    NodeCommand(Console console) {
        this.console = console;
    }

    @Override
    public final Integer call() throws CommandFailure {
        try (RegisterClient register = new RegisterClient(node.access(console.environment()))) {
            return ask(register);
        }
    }

    /** The data directory of the node that is asked. */
    protected final Path dataDirectory() {
        return NodeOptions.dataDirectory(node.data, console.environment());
    }

    /** Does it; returns the exit code. */
    protected abstract int ask(RegisterClient register) throws CommandFailure;
}
