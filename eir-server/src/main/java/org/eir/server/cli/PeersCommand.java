package org.eir.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;

@Command(
        name = "peers",
        description = "Lists who is connected: Diameter peers, and SS7 associations with their application servers.",
        footer = {"", "Example:", "  eir peers"})
final class PeersCommand extends NodeCommand {
    private static final String APPLICATION_SERVERS = "applicationServers";

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
            peers.forEach(PeersCommand::shorten);
            Set<String> fields = new LinkedHashSet<>();
            peers.forEach(peer -> peer.fieldNames().forEachRemaining(fields::add));
            Table.of(peers, List.copyOf(fields)).print(console, "");
        }
        return 0;
    }

    /** Application servers as words instead of JSON: {@code eir-as active, asp active}. */
    private static void shorten(JsonNode peer) {
        JsonNode servers = ((ObjectNode) peer).remove(APPLICATION_SERVERS);
        if (servers != null && !servers.isEmpty()) {
            String words = StreamSupport.stream(servers.spliterator(), false)
                    .map(server -> server.path("name").asText() + " "
                            + server.path("state").asText() + ", asp "
                            + server.path("asp").asText())
                    .collect(Collectors.joining("; "));
            ((ObjectNode) peer).put("application server", words);
        }
    }
}
