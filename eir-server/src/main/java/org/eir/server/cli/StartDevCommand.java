package org.eir.server.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.eir.server.NodeLauncher;
import org.eir.server.config.EirConfig;
import org.eir.server.config.Loaded;
import org.eir.server.config.LogConfig;
import org.eir.server.log.Logging;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "start-dev",
        description = {
            "Runs a node for trying things out: embedded PostgreSQL, demo lists, everything on loopback.",
            "Keeps its data across restarts and stops at Ctrl-C. With --json its log is JSON."
        },
        footer = {"", "Example:", "  eir start-dev --data /tmp/eir"})
final class StartDevCommand implements Callable<Integer> {
    private final Console console;
    private final NodeLauncher launcher;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(names = "--data", paramLabel = "DIR", description = "Where it keeps everything (EIR_DATA; else ./data).")
    private @Nullable Path data;

    StartDevCommand(Console console, NodeLauncher launcher) {
        this.console = console;
        this.launcher = launcher;
    }

    @Override
    public Integer call() {
        Path directory = NodeOptions.dataDirectory(data, console.environment());
        Loaded<EirConfig> loaded = EirConfig.development(directory, console.environment());
        if (loaded.config().isEmpty()) {
            return ConfigCommand.refuse(console, loaded);
        }
        EirConfig config = loaded.config().get();
        Logging.begin(output.json ? new LogConfig(config.log().level(), LogConfig.Format.JSON) : config.log());
        return launcher.startDev(config, directory, console.out());
    }
}
