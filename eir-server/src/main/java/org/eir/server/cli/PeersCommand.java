package org.eir.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;

@Command(
        name = "peers",
        description = "Lists the network nodes that are connected.",
        footer = {"", "Example:", "  eir peers"})
final class PeersCommand extends NodeCommand {

    PeersCommand(Console console) {
        super(console);
    }

    @Override
    protected int ask(RegisterClient register) throws CommandFailure {
        JsonNode answer = register.get("/api/v1/peers", Map.of());
        JsonNode peers = answer.path("peers");
        if (output.json) {
            console.json(answer);
        } else if (peers.isEmpty()) {
            console.line("No peer is connected.");
        } else {
            Set<String> fields = new LinkedHashSet<>();
            peers.forEach(peer -> peer.fieldNames().forEachRemaining(fields::add));
            Table.of(peers, List.copyOf(fields)).print(console, "");
        }
        return 0;
    }
}
