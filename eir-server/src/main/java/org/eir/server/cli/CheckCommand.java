package org.eir.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "check",
        description = "Says what a network is told about a device, and why.",
        footer = {
            "",
            "Example:",
            "  eir check 490154203237518",
            "  eir check 490154203237518 --via map",
            "  eir check 490154203237518 --from 4917",
            "  eir check 490154203237518 --at 2026-11-01T08:30:00Z"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the parameters
final class CheckCommand extends NodeCommand {
    private static final String CORE = "core";

    private final Map<String, NetworkCheck> networks;

    @Parameters(paramLabel = "IDENTITY", description = "IMEI of 14 to 16 digits.")
    private String identity;

    @Option(names = "--imsi", paramLabel = "IMSI", description = "The subscriber who uses the device.")
    private @Nullable String imsi;

    @Option(
            names = "--from",
            paramLabel = "ORIGIN",
            description = "As whom to ask, for that network's policy: an Origin-Host or realm, a calling global title,"
                    + " pc- and a point code, or an association. Default: nobody in particular.")
    private @Nullable String from;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            converter = Moment.Reading.class,
            description = "What was answered at a moment, such as 2026-11-01T08:30:00Z. Default: now.")
    private @Nullable Moment at;

    @Option(
            names = "--via",
            paramLabel = "INTERFACE",
            description = "Whom to ask: core (the register itself, with reasons), s13 or map. Default: core.")
    private String via = CORE;

    CheckCommand(Console console, Map<String, NetworkCheck> networks) {
        super(console);
        this.networks = networks;
    }

    @Override
    protected int ask(RegisterClient register) throws CommandFailure {
        if (via.equals(CORE)) {
            JsonNode check = register.get("/api/v1/checks/" + RegisterClient.segment(identity), query());
            if (output.json) {
                console.json(check);
            } else {
                CheckReport.print(console, check);
            }
        } else {
            askNetwork();
        }
        return 0;
    }

    private Map<String, String> query() {
        Map<String, String> query = new HashMap<>();
        if (imsi != null) {
            query.put("imsi", imsi);
        }
        if (from != null) {
            query.put("origin", from);
        }
        if (at != null) {
            query.put("at", at.text());
        }
        return query;
    }

    private void askNetwork() throws CommandFailure {
        NetworkCheck network = networks.get(via);
        if (network == null) {
            throw CommandFailure.wrongUsage(
                    "via '" + via + "': not in this version; there is core" + String.join("", names()) + ".");
        }
        if (from != null) {
            throw CommandFailure.wrongUsage("from: over a network one asks as oneself; leave out --from or --via.");
        }
        if (at != null) {
            throw CommandFailure.wrongUsage("at: a network can only ask about now; leave out --at or --via.");
        }
        NetworkCheck.Answer answer = network.ask(identity, imsi, dataDirectory());
        if (output.json) {
            ObjectNode json = Console.JSON.createObjectNode();
            json.put("identity", identity)
                    .put("verdict", answer.verdict().text())
                    .put("via", via);
            answer.details().forEach(json::put);
            console.json(json);
        } else {
            CheckReport.print(console, answer);
        }
    }

    private Iterable<String> names() {
        return networks.keySet().stream().sorted().map(name -> ", " + name).toList();
    }
}
