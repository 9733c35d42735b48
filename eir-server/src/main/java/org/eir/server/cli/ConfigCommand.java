package org.eir.server.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.eir.server.config.ConfigError;
import org.eir.server.config.EirConfig;
import org.eir.server.config.Loaded;
import org.eir.server.config.Setting;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "config",
        description = "Checks and shows configurations.",
        footer = {"", "Example:", "  eir config check /etc/eir/eir.yaml"})
final class ConfigCommand {
    @Mixin
    @SuppressWarnings("unused") // picocli reads it: --help
    private final OutputOptions output = new OutputOptions();

    /** Says everything that is wrong with a configuration; returns the exit code. */
    static int refuse(Console console, Loaded<?> loaded) {
        loaded.errors().forEach(error -> console.note(error.sentence()));
        return CommandFailure.FAILED;
    }

    private static ObjectNode json(Loaded<?> loaded) {
        ObjectNode json = Console.JSON.createObjectNode();
        json.put("ok", loaded.errors().isEmpty());
        ArrayNode errors = json.putArray("errors");
        for (ConfigError error : loaded.errors()) {
            errors.addObject()
                    .put("field", error.key())
                    .put("value", error.value())
                    .put("rule", error.rule());
        }
        return json;
    }

    @Command(
            name = "check",
            description = "Says whether a node would start with this file and the variables set, or everything wrong.",
            footer = {"", "Example:", "  eir config check /etc/eir/eir.yaml"})
    @SuppressWarnings("NullAway.Init") // picocli fills the parameters
    static final class Check implements Callable<Integer> {
        private final Console console;

        @Mixin
        private final OutputOptions output = new OutputOptions();

        @Parameters(paramLabel = "FILE", description = "The configuration, eir.yaml.")
        private Path file;

        Check(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            Loaded<EirConfig> loaded = EirConfig.production(file, console.environment());
            boolean ok = loaded.errors().isEmpty();
            if (output.json) {
                console.json(json(loaded));
                return ok ? 0 : CommandFailure.FAILED;
            }
            if (!ok) {
                return refuse(console, loaded);
            }
            console.line(file + ": ok");
            return 0;
        }
    }

    @Command(
            name = "print",
            description = "Shows every setting, what counts for it and where that comes from. Secrets are masked.",
            footer = {"", "Example:", "  eir config print /etc/eir/eir.yaml"})
    static final class Print implements Callable<Integer> {
        private final Console console;

        @Mixin
        private final OutputOptions output = new OutputOptions();

        @Parameters(
                paramLabel = "FILE",
                arity = "0..1",
                description = "The configuration, eir.yaml. Without it: that of development mode.")
        private @Nullable Path file;

        Print(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            Loaded<EirConfig> loaded = file == null
                    ? EirConfig.development(
                            NodeOptions.dataDirectory(null, console.environment()), console.environment())
                    : EirConfig.production(file, console.environment());
            if (output.json) {
                ObjectNode json = json(loaded);
                ArrayNode settings = json.putArray("settings");
                for (Setting setting : loaded.settings()) {
                    settings.addObject()
                            .put("key", setting.key())
                            .put("value", setting.value())
                            .put("origin", setting.origin());
                }
                console.json(json);
                return loaded.errors().isEmpty() ? 0 : CommandFailure.FAILED;
            }
            Table table = new Table();
            loaded.settings().forEach(setting -> table.row(setting.key(), setting.value(), setting.origin()));
            table.print(console, "");
            return loaded.errors().isEmpty() ? 0 : refuse(console, loaded);
        }
    }
}
