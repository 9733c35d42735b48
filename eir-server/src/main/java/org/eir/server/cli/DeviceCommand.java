package org.eir.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "device",
        description = "Says which IMEIs are one device, so that they can be blocked and unblocked together.",
        footer = {"", "Example:", "  eir device form 356938035643809 356938035643817"})
final class DeviceCommand {
    @Mixin
    @SuppressWarnings("unused") // picocli reads it: --help
    private final OutputOptions output = new OutputOptions();

    private static String told(JsonNode device) {
        String identities = StreamSupport.stream(device.path("identities").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(", "));
        return "Device " + device.path("id").asText() + " of "
                + device.path("source").asText() + ": " + identities
                + (device.path("dissolved").isObject() ? " (dissolved)" : "") + ".";
    }

    @Command(
            name = "form",
            description = "Says that IMEIs are one device.",
            footer = {"", "Example:", "  eir device form 356938035643809 356938035643817"})
    @SuppressWarnings("NullAway.Init") // picocli fills the parameters
    static final class Form extends NodeCommand {
        @Parameters(arity = "2..8", paramLabel = "IMEI", description = "All IMEIs of the device, 2 to 8.")
        private List<String> identities;

        @Option(
                names = "--source",
                paramLabel = "SOURCE",
                description = "Who says so. Default: the organisation of the token.")
        private @Nullable String source;

        Form(Console console) {
            super(console);
        }

        @Override
        protected int ask(RegisterClient register) throws CommandFailure {
            ObjectNode body = Console.JSON.createObjectNode();
            identities.forEach(body.putArray("identities")::add);
            if (source != null) {
                body.put("source", source);
            }
            return show(register.post("/api/v1/device-groups", body), this);
        }
    }

    @Command(
            name = "show",
            description = "Shows the device that an IMEI belongs to.",
            footer = {"", "Example:", "  eir device show 356938035643809"})
    @SuppressWarnings("NullAway.Init") // picocli fills the parameters
    static final class Show extends NodeCommand {
        @Parameters(paramLabel = "IMEI", description = "Any of its IMEIs.")
        private String identity;

        Show(Console console) {
            super(console);
        }

        @Override
        protected int ask(RegisterClient register) throws CommandFailure {
            return show(register.get("/api/v1/device-groups/" + Devices.of(register, identity), Map.of()), this);
        }
    }

    @Command(
            name = "dissolve",
            description = "Says that the IMEIs are one device no longer. Their entries stay as they are.",
            footer = {"", "Example:", "  eir device dissolve 356938035643809"})
    @SuppressWarnings("NullAway.Init") // picocli fills the parameters
    static final class Dissolve extends NodeCommand {
        @Parameters(paramLabel = "IMEI", description = "Any of its IMEIs.")
        private String identity;

        Dissolve(Console console) {
            super(console);
        }

        @Override
        protected int ask(RegisterClient register) throws CommandFailure {
            String path = "/api/v1/device-groups/" + Devices.of(register, identity) + "/dissolve";
            return show(register.post(path, Console.JSON.createObjectNode()), this);
        }
    }

    private static int show(JsonNode device, NodeCommand command) {
        if (command.output.json) {
            command.console.json(device);
        } else {
            command.console.line(told(device));
        }
        return 0;
    }
}
