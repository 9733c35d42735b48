package org.eir.server.alarm;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Peers of the configuration that are not connected: those that this node connects to from the first moment, those that
 * connect by themselves once they have been there.
 */
public final class LostPeers implements Condition {
    private final Set<String> connectedTo;
    private final Set<String> awaited;
    private final Supplier<Stream<Peer>> peers;
    private final Set<String> seen = new HashSet<>();

    /**
     * Somebody on a front end.
     *
     * @param name as the configuration has it
     * @param isUp whether it can ask
     */
    public record Peer(String name, boolean isUp) {}

    /**
     * @param connectedTo names of those that this node connects to
     * @param awaited names of those that connect by themselves; who is not named anywhere is nobody's loss
     * @param peers who is there, or known not to be
     */
    public LostPeers(Set<String> connectedTo, Set<String> awaited, Supplier<Stream<Peer>> peers) {
        this.connectedTo = Set.copyOf(connectedTo);
        this.awaited = Set.copyOf(awaited);
        this.peers = peers;
    }

    @Override
    public String alarm() {
        return "peer-lost";
    }

    @Override
    public Severity severity() {
        return Severity.MAJOR;
    }

    @Override
    public Map<String, String> wrong() {
        Set<String> up = peers.get().filter(Peer::isUp).map(Peer::name).collect(Collectors.toSet());
        up.stream().filter(awaited::contains).forEach(seen::add);
        Map<String, String> wrong = new TreeMap<>();
        for (String name : connectedTo) {
            if (!up.contains(name)) {
                wrong.put(name, "This node tries to connect to it, and it is not there.");
            }
        }
        for (String name : seen) {
            if (!up.contains(name)) {
                wrong.put(name, "It was connected, and is gone.");
            }
        }
        return wrong;
    }
}
