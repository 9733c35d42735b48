package org.eir.server.node;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.eir.admin.NodeStatus;
import org.eir.admin.NodeView;
import org.eir.admin.PeerStatus;
import org.eir.s13.S13Gateway;
import org.eir.server.Version;
import org.eir.store.FeedStatus;
import org.eir.store.RegisterFeed;

/** What the node is doing, in the admin API's words. */
final class NodeState implements NodeView {
    private final RegisterFeed feed;
    private final S13Gateway s13;

    NodeState(RegisterFeed feed, S13Gateway s13) {
        this.feed = feed;
        this.s13 = s13;
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
        return s13.peers().stream()
                .map(peer -> new PeerStatus(
                        "s13",
                        peer.identity(),
                        peer.realm(),
                        peer.address(),
                        peer.state().name().toLowerCase(Locale.ROOT),
                        peer.since(),
                        peer.requests(),
                        List.of()))
                .toList();
    }
}
