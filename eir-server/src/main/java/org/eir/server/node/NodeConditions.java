package org.eir.server.node;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eir.admin.node.PeerStatus;
import org.eir.core.audit.Finding;
import org.eir.core.audit.LogWatch;
import org.eir.map.M3uaConfig.Association;
import org.eir.map.M3uaConfig.Mode;
import org.eir.s13.S13Config;
import org.eir.server.alarm.Condition;
import org.eir.server.alarm.DiskLow;
import org.eir.server.alarm.GaugeBeyond;
import org.eir.server.alarm.LostPeers;
import org.eir.server.alarm.LostPeers.Peer;
import org.eir.server.alarm.OfTheNode;
import org.eir.server.alarm.Overload;
import org.eir.server.alarm.Overload.What;
import org.eir.server.alarm.Severity;
import org.eir.store.FeedStatus;
import org.eir.store.RegisterFeed;

/** What may be wrong with a node: the conditions of its alarms, in the order of docs/operate.md. */
final class NodeConditions {
    /** After so long without the database, stolen devices that were listed meanwhile get in. */
    static final Duration STALE = Duration.ofMinutes(5);

    static final Duration WITNESS_BEHIND = Duration.ofMinutes(10);
    static final Duration CERTIFICATE_ENDS = Duration.ofDays(14);

    private static final Set<String> UP = Set.of("open", "up");

    private final EirNode.Parts parts;
    private final RegisterFeed feed;
    private final NodeState state;
    private final LogWatch log;
    private final MeterRegistry meters;
    private final Clock clock;

    NodeConditions(
            EirNode.Parts parts, RegisterFeed feed, NodeState state, LogWatch log, MeterRegistry meters, Clock clock) {
        this.parts = parts;
        this.feed = feed;
        this.state = state;
        this.log = log;
        this.meters = meters;
        this.clock = clock;
    }

    List<Condition> all() {
        return List.of(
                new OfTheNode("log-inconsistent", Severity.CRITICAL, this::doesNotFit),
                new OfTheNode("register-stale", Severity.CRITICAL, this::stale),
                new OfTheNode("database-away", Severity.MAJOR, this::databaseAway),
                new LostPeers(connectedTo(), awaited(), this::peers),
                new Overload(meters, clock, tooMuch()),
                new DiskLow(directories()),
                new GaugeBeyond(
                        "certificate-expiring",
                        Severity.MAJOR,
                        meters,
                        "eir.tls.certificate.remaining.seconds",
                        left -> left < CERTIFICATE_ENDS.toSeconds(),
                        left -> left <= 0
                                ? "The admin API's certificate has expired."
                                : "The admin API's certificate expires in %.1f days.".formatted(left / 86_400)),
                new GaugeBeyond(
                        "witness-behind",
                        Severity.MINOR,
                        meters,
                        "eir.audit.witness.age",
                        age -> age > WITNESS_BEHIND.toSeconds(),
                        "It got no checkpoint for %.0f s; the log says why."::formatted));
    }

    private Optional<String> doesNotFit() {
        return Optional.ofNullable(log.status().finding()).map(Finding::toString);
    }

    private Optional<String> stale() {
        FeedStatus status = feed.status();
        Duration age = Duration.between(status.lastContact(), clock.instant());
        boolean isStale = status.state() == FeedStatus.State.STOPPED
                || !status.lastContact().equals(Instant.EPOCH) && age.compareTo(STALE) > 0;
        return isStale
                ? Optional.of("Checks are answered from lists of " + status.lastContact() + ": " + status.detail())
                : Optional.empty();
    }

    private Optional<String> databaseAway() {
        FeedStatus status = feed.status();
        return status.state() == FeedStatus.State.DISCONNECTED ? Optional.of(status.detail()) : Optional.empty();
    }

    private Set<String> connectedTo() {
        return Stream.concat(parts.s13().connectTo().stream().map(S13Config.Remote::name), associations(Mode.CONNECT))
                .collect(Collectors.toSet());
    }

    private Set<String> awaited() {
        return Stream.concat(parts.s13().knownPeers().stream(), associations(Mode.LISTEN))
                .collect(Collectors.toSet());
    }

    /** Without those that only this very machine could set up: they are tools that come and go. */
    private Stream<String> associations(Mode mode) {
        return parts.ss7().stream()
                .flatMap(ss7 -> ss7.m3ua().associations().stream())
                .filter(association -> association.mode() == mode)
                .filter(association -> !association.remoteAddresses().stream()
                        .allMatch(address -> address.startsWith("127.") || address.equals("::1")))
                .map(Association::name);
    }

    private Stream<Peer> peers() {
        return state.peers().stream().map(NodeConditions::peer);
    }

    private static Peer peer(PeerStatus peer) {
        return new Peer(peer.identity(), UP.contains(peer.state()));
    }

    private static List<What> tooMuch() {
        return List.of(
                new What("eir.http.overload", "", "The admin API turned calls away: every thread was busy."),
                new What("eir.records", "outcome=dropped", "Checks were answered and not recorded."),
                new What("eir.sightings", "outcome=dropped", "Checks were answered, and who asked was not kept."),
                new What("eir.attempts", "outcome=dropped", "Attempts of listed devices were not counted."));
    }

    private List<Path> directories() {
        Path records = parts.records().directory();
        return records == null ? List.of(parts.stateDirectory()) : List.of(parts.stateDirectory(), records);
    }
}
