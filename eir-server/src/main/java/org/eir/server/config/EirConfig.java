package org.eir.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.eir.admin.AdminConfig;
import org.eir.admin.access.AdminToken;
import org.eir.core.access.Caller;
import org.eir.core.approval.ApprovalLimits;
import org.eir.map.M3uaConfig;
import org.eir.map.MapConfig;
import org.eir.s13.S13Config;
import org.eir.server.audit.Checkpointer;
import org.eir.server.node.EirNode;
import org.eir.server.node.SubscriberKeyFile;
import org.eir.server.records.RecordsConfig;
import org.eir.store.DatabaseConfig;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration of a node: {@code eir.yaml}.
 *
 * @param database where lists and journal are kept; absent only in development mode, which brings its own
 * @param http the admin API
 * @param s13 the Diameter front end
 * @param m3ua who is connected to the SS7 front end; absent: there is none
 * @param map its addresses and habits; there if {@code m3ua} is
 * @param policy what the register starts with
 * @param limits what one person may change alone
 * @param register limits of the register in memory
 * @param subscribers what is kept of subscribers
 * @param statistics what is kept to count whether blocking works
 * @param records which answered checks are recorded, and where
 * @param audit the log of changes
 * @param node this node
 * @param log the log
 */
public record EirConfig(
        @Nullable DatabaseConfig database,
        AdminConfig http,
        S13Config s13,
        @Nullable M3uaConfig m3ua,
        @Nullable MapConfig map,
        PolicyConfig policy,
        ApprovalLimits limits,
        RegisterConfig register,
        SubscribersConfig subscribers,
        StatisticsConfig statistics,
        RecordsConfig records,
        AuditConfig audit,
        NodeConfig node,
        LogConfig log) {

    public EirConfig {
        if ((m3ua == null) != (map == null)) {
            String missing = m3ua == null ? "m3ua" : "map";
            throw new IllegalArgumentException(
                    missing + ": is required, for SS7 needs both sections, m3ua and map; or leave both out");
        }
    }

    /** Reads an operator's file; variables named {@code EIR_…} override it. */
    public static Loaded<EirConfig> production(Path file, Map<String, String> environment) {
        Loaded<EirConfig> loaded = ConfigLoader.load(
                EirConfig.class,
                List.of(
                        ConfigLayer.file(file),
                        ConfigLayer.environment(environment, ConfigSchema.leaves(EirConfig.class))));
        List<ConfigError> errors = new ArrayList<>(loaded.errors());
        errors.addAll(missingInProduction(loaded.settings()));
        return new Loaded<>(errors.isEmpty() ? loaded.config() : Optional.empty(), loaded.settings(), errors);
    }

    /** What a file is read for that names a database and need not configure a node. */
    private record DatabaseOnly(DatabaseConfig database) {}

    /** Reads the section {@code database} of an operator's file and passes over all others. */
    public static Loaded<DatabaseConfig> database(Path file, Map<String, String> environment) {
        Map<String, String> ofDatabase = new TreeMap<>(environment);
        ofDatabase.keySet().removeIf(name -> !name.startsWith("EIR_DATABASE_"));
        Loaded<DatabaseOnly> loaded = ConfigLoader.load(
                DatabaseOnly.class,
                List.of(
                        ConfigLayer.file(file).only("database"),
                        ConfigLayer.environment(ofDatabase, ConfigSchema.leaves(DatabaseOnly.class))));
        return new Loaded<>(loaded.config().map(DatabaseOnly::database), loaded.settings(), loaded.errors());
    }

    /** Development mode's settings, its state in a directory; variables named {@code EIR_…} override them. */
    public static Loaded<EirConfig> development(Path dataDirectory, Map<String, String> environment) {
        return ConfigLoader.load(
                EirConfig.class,
                List.of(
                        ConfigLayer.resource("development mode", EirConfig.class, "eir-development.yaml"),
                        ConfigLayer.environment(environment, ConfigSchema.leaves(EirConfig.class)),
                        ConfigLayer.single("data directory", "node.stateDirectory", dataDirectory.toString())));
    }

    /** A real register needs a database and must not run under the example's name. */
    private static List<ConfigError> missingInProduction(List<Setting> settings) {
        List<ConfigError> errors = new ArrayList<>();
        for (Setting setting : settings) {
            if (setting.value().endsWith("dev.example.org")) {
                errors.add(new ConfigError(
                        setting.key(), setting.value(), "is development mode's; 'eir start' needs your own"));
            }
            if (setting.key().equals("database.url") && setting.value().isEmpty()) {
                errors.add(new ConfigError(
                        setting.key(), null, "is required; a JDBC URL such as jdbc:postgresql://127.0.0.1:5432/eir"));
            }
        }
        return errors;
    }

    private Optional<EirNode.Ss7> ss7() {
        return m3ua == null || map == null ? Optional.empty() : Optional.of(new EirNode.Ss7(m3ua, map));
    }

    /** Who the administrator's token belongs to. */
    public Caller administrator() {
        return Caller.administrator("admin", http.organisation());
    }

    /** What the node is made of. */
    public EirNode.Parts parts(DatabaseConfig where, AdminToken administrator) {
        return new EirNode.Parts(
                where,
                register.maxDatedIdentities(),
                policy.seed(),
                node.stateDirectory(),
                s13,
                ss7(),
                http,
                administrator,
                new EirNode.Subscribers(
                        Objects.requireNonNullElseGet(
                                subscribers.keyFile(), () -> SubscriberKeyFile.in(node.stateDirectory())),
                        subscribers.maxSightings(),
                        subscribers.sightingAgeDays(),
                        subscribers.maxPerDevice()),
                limits,
                new EirNode.StatisticsLimits(statistics.days(), statistics.maxAttempts()),
                records,
                logSetup());
    }

    private Checkpointer.Setup logSetup() {
        Path directory = node.stateDirectory().resolve("audit");
        return new Checkpointer.Setup(
                Objects.requireNonNullElseGet(audit.origin(), () -> s13.originRealm() + "/eir"),
                Objects.requireNonNullElse(audit.keyDirectory(), directory),
                directory,
                audit.witnessDirectories(),
                s13.originHost(),
                Duration.ofMillis(audit.checkpointMs()));
    }
}
