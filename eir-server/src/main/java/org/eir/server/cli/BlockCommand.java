package org.eir.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.eir.core.list.EquipmentList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "block",
        description = "Enters an identity, or all identities of its device, in the black list.",
        footer = {
            "",
            "Example:",
            "  eir block 356938035643809 --reason stolen --reference \"FIR 12/2026\" --whole-device",
        })
@SuppressWarnings("NullAway.Init") // picocli fills the parameters
final class BlockCommand extends NodeCommand {
    @Parameters(
            paramLabel = "IDENTITY",
            description = "An IMEI (14 to 16 digits), a TAC (8 digits), or from-to: 14-digit IMEIs in one TAC.")
    private String identity;

    @Option(names = "--whole-device", description = "All IMEIs of the device that this one belongs to, in one change.")
    private boolean wholeDevice;

    @Mixin
    private final EntryOptions entry = new EntryOptions();

    BlockCommand(Console console) {
        super(console);
    }

    @Override
    protected int ask(RegisterClient register) throws CommandFailure {
        return wholeDevice ? blockDevice(register) : blockOne(register);
    }

    private int blockOne(RegisterClient register) throws CommandFailure {
        JsonNode answer = register.post("/api/v1/entries", entry.body(EquipmentList.BLACK, identity));
        if (output.json) {
            console.json(answer);
        } else {
            console.line(ListCommand.Add.told(answer, identity, EquipmentList.BLACK));
        }
        return 0;
    }

    private int blockDevice(RegisterClient register) throws CommandFailure {
        long device = Devices.of(register, identity);
        JsonNode answer =
                register.post("/api/v1/device-groups/" + device + "/entries", entry.body(EquipmentList.BLACK, null));
        if (output.json) {
            console.json(answer);
        } else if (answer.path("entries").isArray()) {
            for (JsonNode one : answer.path("entries")) {
                console.line(ListCommand.Add.told(one, one.path("identity").asText(), EquipmentList.BLACK));
            }
        } else {
            console.line(ApprovalsCommand.waiting(answer));
        }
        return 0;
    }
}
