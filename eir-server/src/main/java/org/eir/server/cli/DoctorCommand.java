package org.eir.server.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.eir.server.config.EirConfig;
import org.eir.server.config.Loaded;
import org.eir.server.doctor.Diagnosis;
import org.eir.server.doctor.Diagnosis.Level;
import org.eir.server.doctor.Doctor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        description = {
            "Looks at what a node with this configuration needs: SCTP, ports, limits, files, certificate, clock, database,",
            "memory. Says what mends each; changes nothing. Exit code 1 if a node would not start or not do its work.",
            "Best run as the register's user and with its variables."
        },
        footer = {"", "Example:", "  eir doctor --config /etc/eir/eir.yaml"})
final class DoctorCommand implements Callable<Integer> {
    private static final Path USUAL = Path.of("/etc/eir/eir.yaml");

    private final Console console;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(names = "--config", paramLabel = "FILE", description = "The configuration. Default: /etc/eir/eir.yaml.")
    private Path file = USUAL;

    DoctorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Loaded<EirConfig> loaded = EirConfig.production(file, console.environment());
        if (loaded.config().isEmpty()) {
            return ConfigCommand.refuse(console, loaded);
        }
        List<Diagnosis> all = Doctor.examine(loaded.config().get(), Clock.systemUTC());
        boolean ok = all.stream().noneMatch(diagnosis -> diagnosis.level() == Level.BAD);
        if (output.json) {
            console.json(json(all, ok));
        } else {
            all.forEach(this::print);
        }
        return ok ? 0 : CommandFailure.FAILED;
    }

    private void print(Diagnosis diagnosis) {
        String sign = switch (diagnosis.level()) {
            case GOOD -> console.styled("green", "good    ");
            case DOUBTFUL -> console.styled("yellow", "doubtful");
            case BAD -> console.styled("bold,red", "BAD     ");
        };
        console.styledLine(
                sign + "  " + Console.plain("%-20s  %s".formatted(diagnosis.subject(), diagnosis.finding())));
        if (!diagnosis.remedy().isEmpty()) {
            console.line(" ".repeat(32) + "→ " + diagnosis.remedy());
        }
    }

    private static ObjectNode json(List<Diagnosis> all, boolean ok) {
        ObjectNode json = Console.JSON.createObjectNode();
        json.put("ok", ok);
        ArrayNode found = json.putArray("diagnoses");
        for (Diagnosis diagnosis : all) {
            found.addObject()
                    .put("subject", diagnosis.subject())
                    .put("level", diagnosis.level().text())
                    .put("finding", diagnosis.finding())
                    .put("remedy", diagnosis.remedy());
        }
        return json;
    }
}
