package org.eir.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.TreeMap;
import org.eir.admin.records.TraceResource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "trace",
        description = {
            "Shows checks of a device, a peer or a network element as they pass, until Ctrl-C.",
            "Checks that pass faster than they can be shown are counted instead."
        },
        footer = {
            "",
            "Example:",
            "  eir trace --imei 490154203237518",
            "  eir trace --peer dra1.example.org --seconds 60 --json"
        })
final class TraceCommand extends NodeCommand {
    private static final DateTimeFormatter AT =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSSX", Locale.ROOT).withZone(ZoneOffset.UTC);

    @Option(names = "--imei", paramLabel = "IMEI", description = "A device, 14 to 16 digits.")
    private @Nullable String imei;

    @Option(
            names = "--peer",
            paramLabel = "NAME",
            description = "The adjacent node that delivers the questions, as `eir peers` names it.")
    private @Nullable String peer;

    @Option(names = "--origin", paramLabel = "NAME", description = "The network element that asks, or its realm.")
    private @Nullable String origin;

    @Option(
            names = "--subscribers",
            description = "Subscribers in full, for whom may see them. That is recorded as a read of personal data.")
    private boolean subscribers;

    @Option(names = "--limit", paramLabel = "N", description = "Ends after so many checks. Default: 1000.")
    private @Nullable Integer limit;

    @Option(names = "--seconds", paramLabel = "N", description = "Ends after this time. Default: 600.")
    private @Nullable Integer seconds;

    TraceCommand(Console console) {
        super(console);
    }

    @Override
    protected int ask(RegisterClient register) throws CommandFailure {
        if (imei == null && peer == null && origin == null) {
            throw CommandFailure.wrongUsage("Name a device (--imei), a peer (--peer) or a network element (--origin).");
        }
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                register.stream(TraceResource.PATH, query()).body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode told = Console.JSON.readTree(line);
                if (output.json) {
                    console.line(told.toString());
                } else {
                    tell(told);
                }
                if (told.path("type").asText().equals("end")) {
                    return 0;
                }
            }
        } catch (IOException e) {
            throw CommandFailure.failed("The trace broke off: " + e.getMessage() + ".");
        }
        throw CommandFailure.failed("The trace broke off: the node has stopped, or lost the connection.");
    }

    private TreeMap<String, String> query() {
        TreeMap<String, String> query = new TreeMap<>();
        Given.put(query, "identity", imei);
        Given.put(query, "peer", peer);
        Given.put(query, "origin", origin);
        Given.put(query, "subscribers", subscribers ? "true" : null);
        Given.put(query, "limit", limit == null ? null : limit.toString());
        Given.put(query, "seconds", seconds == null ? null : seconds.toString());
        return query;
    }

    private void tell(JsonNode told) {
        switch (told.path("type").asText()) {
            case "begin" -> console.note("Waiting for checks; Ctrl-C ends it.");
            case "check" -> console.line(sentence(told.path("check")));
            case "dropped" ->
                console.note(told.path("count").asText() + " more passed, faster than they could be shown.");
            case "end" ->
                console.note(
                        switch (told.path("why").asText()) {
                            case "limit" -> "That were as many as were asked for; --limit shows more.";
                            case "permission" -> "You may not see checks any more.";
                            case "time" -> "The time is over; --seconds waits longer.";
                            default -> "The node stops.";
                        });
            default -> {}
        }
    }

    /** {@code 10:15:30.123Z s13 mme1.home (home) by dra1: 49015420323751 of 26201** prohibited, black-list, revision 7}. */
    private static String sentence(JsonNode check) {
        String version = check.hasNonNull("softwareVersion")
                ? "/" + check.path("softwareVersion").asText()
                : "";
        String device = check.hasNonNull("identity")
                ? check.path("identity").asText() + version
                : "no identity (" + check.path("defect").asText() + ")";
        String subscriber = check.hasNonNull("subscriber")
                ? " of " + check.path("subscriber").asText()
                : "";
        String verdict = check.path("verdict").asText();
        String decided = check.path("decided").asText();
        return AT.format(Instant.parse(check.path("at").asText())) + " "
                + check.path("via").asText() + " "
                + check.path("origin").asText() + " (" + check.path("realm").asText() + ") by "
                + check.path("peer").asText() + ": " + device + subscriber + " " + verdict
                + (decided.equals(verdict) ? "" : " (decided " + decided + ")") + ", "
                + check.path("rule").asText() + ", revision "
                + check.path("revision").asText();
    }
}
