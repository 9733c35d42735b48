package org.eir.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "unblock",
        description =
                "Withdraws the entry that a source has for an identity, or for all of its device, in the black list.",
        footer = {"", "Example:", "  eir unblock 356938035643809 --reason recovered --reference \"FIR 12/2026 closed\""
        })
@SuppressWarnings("NullAway.Init") // picocli fills the parameters
final class UnblockCommand extends NodeCommand {
    @Parameters(paramLabel = "IDENTITY", description = "The IMEI, TAC, or range from-to, as it was blocked.")
    private String identity;

    @Mixin
    private final WithdrawalOptions withdrawal = new WithdrawalOptions();

    @Option(names = "--reference", required = true, paramLabel = "TEXT", description = "What it rests on.")
    private String reference;

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            description = "Whose entry, where several sources block the identity.")
    private @Nullable String source;

    @Option(names = "--whole-device", description = "All IMEIs of the device that this one belongs to, in one change.")
    private boolean wholeDevice;

    UnblockCommand(Console console) {
        super(console);
    }

    @Override
    protected int ask(RegisterClient register) throws CommandFailure {
        return wholeDevice ? unblockDevice(register) : unblockOne(register);
    }

    private int unblockOne(RegisterClient register) throws CommandFailure {
        long id = entryOf(register);
        return ListCommand.Withdraw.withdraw(register, console, output, id, withdrawal.body(reference));
    }

    /** The only entry for this very identity that is meant. */
    private long entryOf(RegisterClient register) throws CommandFailure {
        JsonNode covering = register.get("/api/v1/entries", Map.of("identity", identity));
        List<JsonNode> meant = new ArrayList<>();
        for (JsonNode entry : covering.path("entries")) {
            boolean same = entry.path("identity")
                    .asText()
                    .equals(covering.path("identity").asText());
            boolean asked = source == null || source.equals(entry.path("source").asText());
            if (same && asked && entry.path("list").asText().equals("black")) {
                meant.add(entry);
            }
        }
        if (meant.isEmpty()) {
            throw CommandFailure.failed((source == null ? "Nobody" : source) + " blocks " + identity
                    + " itself; 'eir list show " + identity + "' tells what covers it.");
        }
        if (meant.size() > 1) {
            throw CommandFailure.failed("Several sources block " + identity + ": "
                    + meant.stream().map(entry -> entry.path("source").asText()).collect(Collectors.joining(", "))
                    + ". Name one with --source.");
        }
        return meant.getFirst().path("id").asLong();
    }

    private int unblockDevice(RegisterClient register) throws CommandFailure {
        long device = Devices.of(register, identity);
        ObjectNode body = withdrawal.body(reference).put("list", "black");
        if (source != null) {
            body.put("source", source);
        }
        JsonNode answer = register.post("/api/v1/device-groups/" + device + "/withdraw", body);
        if (output.json) {
            console.json(answer);
        } else if (answer.path("entries").isArray()) {
            for (JsonNode entry : answer.path("entries")) {
                console.line(ListCommand.Withdraw.told(entry, entry.path("id").asLong()));
            }
        } else {
            console.line(ApprovalsCommand.waiting(answer));
        }
        return 0;
    }
}
