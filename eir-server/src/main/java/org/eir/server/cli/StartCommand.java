package org.eir.server.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.eir.server.NodeLauncher;
import org.eir.server.config.EirConfig;
import org.eir.server.config.Loaded;
import org.eir.server.config.LogConfig;
import org.eir.server.log.Logging;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "start",
        description = "Runs a node until it is told to stop (SIGTERM, Ctrl-C).",
        footer = {"", "Example:", "  eir start --config /etc/eir/eir.yaml"})
@SuppressWarnings("NullAway.Init") // picocli fills the parameters
final class StartCommand implements Callable<Integer> {
    private final Console console;
    private final NodeLauncher launcher;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The configuration, eir.yaml.")
    private Path file;

    StartCommand(Console console, NodeLauncher launcher) {
        this.console = console;
        this.launcher = launcher;
    }

    @Override
    public Integer call() {
        Loaded<EirConfig> loaded = EirConfig.production(file, console.environment());
        if (loaded.config().isEmpty()) {
            return ConfigCommand.refuse(console, loaded);
        }
        EirConfig config = loaded.config().get();
        Logging.begin(output.json ? new LogConfig(config.log().level(), LogConfig.Format.JSON) : config.log());
        return launcher.start(config);
    }
}
