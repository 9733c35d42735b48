package org.eir.server.node;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.eir.admin.AdminConfig;
import org.eir.admin.AdminPorts;
import org.eir.admin.AdminServer;
import org.eir.admin.access.AdminToken;
import org.eir.admin.access.BearerTokens;
import org.eir.admin.access.OidcAuthentication;
import org.eir.admin.access.OidcConfig;
import org.eir.core.CheckRecorder;
import org.eir.core.EquipmentCheck;
import org.eir.core.approval.ApprovalLimits;
import org.eir.core.change.Actor;
import org.eir.core.change.ChangeKind;
import org.eir.core.change.ListChanges;
import org.eir.core.change.PolicyChanges;
import org.eir.core.change.StoreException;
import org.eir.core.check.Policy;
import org.eir.core.records.RecordedChecks;
import org.eir.core.register.Register;
import org.eir.core.subscriber.SubscriberVault;
import org.eir.map.GatewayStartException;
import org.eir.map.M3uaConfig;
import org.eir.map.MapConfig;
import org.eir.map.MapGateway;
import org.eir.s13.S13Config;
import org.eir.s13.S13Gateway;
import org.eir.s13.S13StartException;
import org.eir.server.alarm.Alarms;
import org.eir.server.audit.Checkpointer;
import org.eir.server.records.CheckRecording;
import org.eir.server.records.CheckTraces;
import org.eir.server.records.RecordsConfig;
import org.eir.store.Database;
import org.eir.store.DatabaseConfig;
import org.eir.store.PostgresAccessJournal;
import org.eir.store.PostgresAnsweredCalls;
import org.eir.store.PostgresApiKeys;
import org.eir.store.PostgresApprovals;
import org.eir.store.PostgresAuditLog;
import org.eir.store.PostgresAuditTrail;
import org.eir.store.PostgresDeviceGroups;
import org.eir.store.PostgresEffectiveness;
import org.eir.store.PostgresErasures;
import org.eir.store.PostgresHistory;
import org.eir.store.PostgresImports;
import org.eir.store.PostgresLists;
import org.eir.store.PostgresPolicies;
import org.eir.store.PostgresRecordedChecks;
import org.eir.store.PostgresSightings;
import org.eir.store.PostgresSubscriberKeys;
import org.eir.store.PostgresSubscriberRules;
import org.eir.store.RegisterFeed;
import org.eir.store.Resealing;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A register node, wired by hand: database, lists in memory, the check, the front ends, the admin API. They are started
 * in this order, so that no front end answers before the lists are there, and stopped in the opposite one.
 */
public final class EirNode implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EirNode.class);
    private static final Duration LOAD_LIMIT = Duration.ofMinutes(10);
    private static final Duration LOG_LIMIT = Duration.ofMinutes(1);

    /**
     * What a node is made of.
     *
     * @param database where the lists are kept
     * @param maxDatedIdentities limit of the register
     * @param firstPolicy what a register without any policy starts with
     * @param stateDirectory what is this node's own
     * @param s13 the Diameter front end
     * @param ss7 the SS7 front end, if there is one
     * @param http the admin API
     * @param administrator whose token may do everything
     * @param subscribers what is kept of subscribers
     * @param limits what one person may change alone
     * @param statistics how much is kept to count whether blocking works
     * @param records which answered checks are recorded, and where
     * @param log how the log of changes is kept
     */
    public record Parts(
            DatabaseConfig database,
            int maxDatedIdentities,
            Policy firstPolicy,
            Path stateDirectory,
            S13Config s13,
            Optional<Ss7> ss7,
            AdminConfig http,
            AdminToken administrator,
            Subscribers subscribers,
            ApprovalLimits limits,
            StatisticsLimits statistics,
            RecordsConfig records,
            Checkpointer.Setup log) {}

    /** The SS7 front end: who is connected, and which addresses it has. */
    public record Ss7(M3uaConfig m3ua, MapConfig map) {}

    /**
     * What is kept of subscribers: with which keys they are sealed, and how many sightings of them for how long.
     *
     * @param maxSightings 0 keeps none
     * @param maxPerDevice how many the exceptions and locks of a device may name
     */
    public record Subscribers(Path keyFile, long maxSightings, int sightingAgeDays, int maxPerDevice) {}

    /** How long attempts of listed devices are kept, and how many rows of them. */
    public record StatisticsLimits(int days, long maxAttempts) {}

    private final Deque<AutoCloseable> started;
    private final PostgresLists lists;
    private final AdminServer admin;
    private final S13Gateway s13;
    private final Optional<MapGateway> map;
    private final AdminConfig http;

    /** Starts a node; when this returns it answers on every interface. */
    public static EirNode start(Parts parts) throws StartFailure {
        Deque<AutoCloseable> started = new ArrayDeque<>();
        try {
            return new EirNode(parts, started);
        } catch (StoreException
                | S13StartException
                | GatewayStartException
                | AdminServer.StartException
                | IllegalStateException e) {
            closeAll(started);
            throw new StartFailure(String.valueOf(e.getMessage()));
        } catch (StartFailure e) {
            closeAll(started);
            throw e;
        } catch (InterruptedException e) {
            closeAll(started);
            Thread.currentThread().interrupt();
            throw new StartFailure("stopped while starting");
        }
    }

    private EirNode(Parts parts, Deque<AutoCloseable> started) throws StartFailure, InterruptedException {
        this.started = started;
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Clock clock = Clock.systemUTC();

        makeDirectory(parts.stateDirectory());
        Database database = closing(Database.open(parts.database(), meters));
        lists = new PostgresLists(database);
        PostgresImports imports = new PostgresImports(database);
        imports.endOrphans();
        PostgresPolicies policies = new PostgresPolicies(database);
        PostgresAuditLog auditLog = new PostgresAuditLog(database);
        Checkpointer checkpointer = closing(new Checkpointer(parts.log(), auditLog, meters));
        if (!checkpointer.isShortened()) {
            // The configuration only says what a register begins with; later policies are changes like any other.
            policies.put(parts.firstPolicy(), PolicyChanges.NONE_YET, null, new Actor("configuration"));
        }
        checkpointer.start();
        Subscribers subscribers = parts.subscribers();
        SubscriberVault vault = SubscriberKeyFile.open(subscribers.keyFile(), new PostgresSubscriberKeys(database));
        PostgresSightings sightings = new PostgresSightings(database, vault, clock);
        closing(new SubscriberUpkeep(sightings, new Resealing(database, vault), subscribers, meters));

        Register register = new Register(parts.maxDatedIdentities());
        PostgresApiKeys keys = closing(new PostgresApiKeys(database));
        RegisterFeed feed = closing(new RegisterFeed(database, register, clock, vault));
        feed.addFollower(keys);
        feed.onRevisions(checkpointer::ring);
        checkpointer.onInconsistency(feed::distrust);
        feed.onStop(checkpointer::suspect);
        load(feed);
        closing(new ValidityClock(register, clock));

        CheckRecorder recorder = closing(new CheckRecords(meters));
        if (subscribers.maxSightings() > 0) {
            recorder = recorder.and(closing(new SightingRecorder(sightings, meters, clock)));
        }
        PostgresEffectiveness effectiveness = new PostgresEffectiveness(database);
        Statistics statistics = closing(new Statistics(effectiveness, register, parts.statistics(), meters, clock));
        recorder = recorder.and(statistics.recorder());
        RecordedChecks recorded = new PostgresRecordedChecks(
                database, vault, parts.records().subscriber() == RecordsConfig.Subscriber.SEALED);
        recorder = recorder.and(
                closing(CheckRecording.start(parts.records(), parts.stateDirectory(), vault, recorded, meters, clock)));
        CheckTraces traces = new CheckTraces(parts.records().subscriber(), meters, clock);
        EquipmentCheck check = new EquipmentCheck(register, recorder.and(traces));
        s13 = closing(S13Gateway.start(parts.s13(), check, meters));
        map = parts.ss7().map(ss7 -> closing(MapGateway.start(ss7.m3ua(), ss7.map(), check, meters)));

        NodeMetrics.bind(meters, register, feed, clock);
        NodeState state = new NodeState(feed, s13, map);
        Alarms alarms = closing(
                new Alarms(new NodeConditions(parts, feed, state, checkpointer, meters, clock).all(), meters, clock));
        state.show(alarms);
        http = parts.http();
        admin = closing(AdminServer.start(
                http,
                new AdminPorts(
                        lists,
                        lists,
                        imports,
                        check,
                        register,
                        new BearerTokens(parts.administrator(), keys, provider(http, clock, meters), clock),
                        state,
                        () -> missing(feed, checkpointer),
                        meters,
                        clock,
                        new PostgresDeviceGroups(database),
                        new PostgresAnsweredCalls(database),
                        policies,
                        keys,
                        sightings,
                        new PostgresAccessJournal(database, vault),
                        new PostgresSubscriberRules(database, vault, subscribers.maxPerDevice()),
                        new PostgresApprovals(database),
                        parts.limits(),
                        new PostgresHistory(database, vault),
                        effectiveness,
                        recorded,
                        auditLog,
                        checkpointer,
                        new PostgresAuditTrail(database),
                        new PostgresErasures(database, vault),
                        traces)));
        closing(traces); // before the server, which waits for whoever is still being answered
        alarms.start();
        if (!checkpointer.awaitChecked(LOG_LIMIT)) {
            log.warn("the log of changes is still being checked; no change is made before that is done");
        }
        NodeAddresses.write(parts, this);
        log.info(
                "ready: admin HTTP at {}, S13 on {}:{}, MAP {}",
                httpUrl(),
                parts.s13().host(),
                s13Port(),
                map.map(gateway -> "for " + gateway.associations().size() + " associations")
                        .orElse("not configured"));
    }

    private static void makeDirectory(Path directory) throws StartFailure {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new StartFailure(
                    "the directory " + directory + " cannot be used (" + e + "): correct node.stateDirectory");
        }
    }

    private @Nullable OidcAuthentication provider(AdminConfig config, Clock clock, MeterRegistry meters)
            throws StartFailure {
        OidcConfig oidc = config.oidc();
        try {
            return oidc == null ? null : closing(OidcAuthentication.start(oidc, config.organisation(), clock, meters));
        } catch (IllegalArgumentException e) {
            throw new StartFailure("http.oidc.caFile: " + e.getMessage());
        }
    }

    private static void load(RegisterFeed feed) throws StartFailure, InterruptedException {
        feed.start();
        if (!feed.awaitLoaded(LOAD_LIMIT)) {
            throw new StartFailure(
                    "the lists could not be loaded: " + feed.status().detail());
        }
    }

    /** Where the admin API answers. */
    public String httpUrl() {
        return (http.tls() == null ? "http://" : "https://") + http.host() + ":" + admin.port();
    }

    /** The TCP port of S13. */
    public int s13Port() {
        return s13.port();
    }

    /** The port M3UA listens on, by TCP and SCTP alike; empty if no association listens. */
    public OptionalInt m3uaPort() {
        return map.stream().mapToInt(MapGateway::port).filter(port -> port > 0).findAny();
    }

    /** Lets somebody fill the lists of a register in which nobody ever changed anything. */
    public void ifNew(Consumer<ListChanges> fill) {
        Set<String> byTheRegister = Set.of(ChangeKind.POLICY.text(), ChangeKind.LOG_KEY.text());
        if (lists.changes(0, 10).stream().allMatch(change -> byTheRegister.contains(change.kind()))) {
            fill.accept(lists);
        }
    }

    /** Why this node is not ready; a feed that stopped because of the log says the same as the log. */
    private static List<String> missing(RegisterFeed feed, Checkpointer checkpointer) {
        Set<String> reasons = new LinkedHashSet<>();
        checkpointer.problem().ifPresent(reasons::add);
        switch (feed.status().state()) {
            case CURRENT, DISCONNECTED -> {}
            case LOADING, STOPPED -> reasons.add(feed.status().detail());
        }
        return List.copyOf(reasons);
    }

    private <T extends AutoCloseable> T closing(T part) {
        started.push(part);
        return part;
    }

    @Override
    public void close() {
        closeAll(started);
    }

    /** The opposite order of starting. */
    private static void closeAll(Deque<AutoCloseable> started) {
        while (!started.isEmpty()) {
            AutoCloseable part = started.pop();
            try {
                part.close();
            } catch (Exception e) {
                log.warn("{} did not stop cleanly: {}", part.getClass().getSimpleName(), e.toString());
            }
        }
    }
}
