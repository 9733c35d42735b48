package org.eir.server.node;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eir.admin.node.AlarmStatus;
import org.eir.admin.node.NodeStatus;
import org.eir.admin.node.NodeView;
import org.eir.admin.node.PeerStatus;
import org.eir.admin.node.PeerStatus.ApplicationServerStatus;
import org.eir.map.AssociationStatus;
import org.eir.map.MapGateway;
import org.eir.s13.S13Gateway;
import org.eir.server.Version;
import org.eir.server.alarm.Alarm;
import org.eir.server.alarm.Alarms;
import org.eir.store.FeedStatus;
import org.eir.store.RegisterFeed;

/** What the node is doing, in the admin API's words. */
final class NodeState implements NodeView {
    private final RegisterFeed feed;
    private final S13Gateway s13;
    private final Optional<MapGateway> map;
    private volatile Supplier<List<Alarm>> raised = List::of;

    NodeState(RegisterFeed feed, S13Gateway s13, Optional<MapGateway> map) {
        this.feed = feed;
        this.s13 = s13;
        this.map = map;
    }

    /** From now on these alarms are shown. */
    void show(Alarms alarms) {
        raised = alarms::raised;
    }

    @Override
    public List<AlarmStatus> alarms() {
        return raised.get().stream().map(NodeState::alarm).toList();
    }

    private static AlarmStatus alarm(Alarm alarm) {
        String about = alarm.about().isEmpty() ? null : alarm.about();
        return new AlarmStatus(alarm.name(), alarm.severity().text(), about, moment(alarm.since()), alarm.detail());
    }

    @Override
    public NodeStatus status() {
        FeedStatus status = feed.status();
        return new NodeStatus(
                Version.text(),
                switch (status.state()) {
                    case LOADING -> NodeStatus.State.LOADING;
                    case CURRENT -> NodeStatus.State.CURRENT;
                    case DISCONNECTED -> NodeStatus.State.STALE;
                    case STOPPED -> NodeStatus.State.STOPPED;
                },
                status.lastContact().equals(Instant.EPOCH) ? null : status.lastContact(),
                status.detail().isEmpty() ? null : status.detail());
    }

    @Override
    public List<PeerStatus> peers() {
        return Stream.concat(
                        s13.peers().stream().map(NodeState::diameterPeer),
                        map.stream()
                                .flatMap(gateway -> gateway.associations().stream())
                                .map(NodeState::association))
                .toList();
    }

    private static PeerStatus diameterPeer(org.eir.s13.PeerStatus peer) {
        return new PeerStatus(
                "s13",
                peer.identity(),
                peer.realm(),
                peer.address(),
                word(peer.state()),
                moment(peer.since()),
                peer.requests(),
                List.of());
    }

    private static PeerStatus association(AssociationStatus association) {
        return new PeerStatus(
                "map",
                association.name(),
                association.network(),
                association.address(),
                word(association.state()),
                moment(association.since()),
                association.requests(),
                association.applicationServers().stream()
                        .map(server ->
                                new ApplicationServerStatus(server.name(), word(server.asp()), word(server.state())))
                        .toList());
    }

    /** To the millisecond: nobody reads more. */
    private static Instant moment(Instant since) {
        return since.truncatedTo(ChronoUnit.MILLIS);
    }

    private static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
