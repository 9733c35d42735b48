package org.eir.store;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eir.core.change.Actor;
import org.eir.core.change.Imports;
import org.eir.core.change.PolicyChanges;
import org.eir.core.check.Policy;
import org.eir.core.identity.ImeiRange;
import org.eir.core.identity.ListedIdentity;
import org.eir.core.input.Outcome;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.eir.core.register.Register;
import org.eir.core.register.RegisterUpdate;
import org.eir.core.sighting.Impact;
import org.eir.core.subscriber.SubscriberKey;
import org.eir.core.subscriber.SubscriberVault;
import org.eir.testkit.PostgresFixture;

/** A fresh database with the schema, and a register that follows it. */
final class StoreHarness implements AutoCloseable {
    static final Actor CLERK = new Actor("clerk");

    private final PostgresFixture.Database location;
    final Database database;
    final PostgresLists lists;
    final PostgresPolicies policies;
    final PostgresImports imports;
    final SubscriberVault vault = new SubscriberVault(List.of(SubscriberKey.random(1)));
    final PostgresApprovals approvals;
    private final List<AutoCloseable> closing = new ArrayList<>();

    StoreHarness() throws Exception {
        this(PostgresFixture.shared());
    }

    StoreHarness(PostgresFixture server) throws Exception {
        this.location = server.newDatabase();
        DatabaseConfig config = DatabaseConfig.of(
                location.jdbcUrl(),
                location.serviceUser(),
                location.servicePassword(),
                location.ownerUser(),
                location.ownerPassword());
        database = Database.open(config, new SimpleMeterRegistry());
        lists = new PostgresLists(database);
        policies = new PostgresPolicies(database);
        imports = new PostgresImports(database);
        approvals = new PostgresApprovals(database);
        closing.add(database);
    }

    Register followedRegister() throws Exception {
        Register register = new Register(1000);
        follow(register);
        return register;
    }

    RegisterFeed follow(Register register) throws Exception {
        RegisterFeed feed = new RegisterFeed(database, register, Clock.systemUTC(), vault);
        feed.start();
        closing.addFirst(feed);
        if (!feed.awaitLoaded(Duration.ofSeconds(20))) {
            throw new AssertionError("not loaded: " + feed.status());
        }
        return feed;
    }

    /** The keys of programs, on a node that makes them. */
    PostgresApiKeys keys() {
        PostgresApiKeys keys = new PostgresApiKeys(database);
        closing.addFirst(keys);
        return keys;
    }

    /** The same on a node that follows the feed. */
    PostgresApiKeys keysOfAnotherNode() throws Exception {
        PostgresApiKeys keys = keys();
        RegisterFeed feed = new RegisterFeed(database, new Register(1000), Clock.systemUTC(), vault);
        feed.addFollower(keys);
        feed.start();
        closing.addFirst(feed);
        if (!feed.awaitLoaded(Duration.ofSeconds(20))) {
            throw new AssertionError("not loaded: " + feed.status());
        }
        return keys;
    }

    /** Runs SQL as the owner of the schema. */
    void asOwner(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        location.jdbcUrl(), location.ownerUser(), location.ownerPassword());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    void asService(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        location.jdbcUrl(), location.serviceUser(), location.servicePassword());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The number that a query returns, asked as the service. */
    long count(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        location.jdbcUrl(), location.serviceUser(), location.servicePassword());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    void asSuperuser(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(location.superuserUrl());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Sets the policy for everybody; returns its version. */
    long setPolicy(Policy policy) {
        return switch (policies.put(policy, null, null, CLERK)) {
            case PolicyChanges.PutOutcome.Done done -> done.policy().version();
            case PolicyChanges.PutOutcome other -> throw new AssertionError(other);
        };
    }

    /** Applies an import that may do whatever it does. */
    Imports.ApplyOutcome apply(long importId, Actor actor) {
        return imports.apply(importId, actor, StoreHarness::noImpact, (request, counts, findings) -> Optional.empty());
    }

    /** Nobody was seen, so nobody is hit. */
    static Impact noImpact(RegisterUpdate update) {
        return new Impact(0, 0, List.of(), List.of(), true);
    }

    static ImeiRange identity(String text) {
        return switch (ListedIdentity.parse("identity", text, ListedIdentity.CheckDigit.IGNORE)) {
            case Outcome.Accepted<ListedIdentity> accepted -> accepted.value().range();
            case Outcome.Refused<ListedIdentity> refused ->
                throw new AssertionError(refused.refusal().sentence());
        };
    }

    static EntryFacts facts(EquipmentList list, String identity, String source) {
        return new EntryFacts(
                identity(identity),
                list,
                source,
                EntryFacts.EVERYONE,
                Reason.STOLEN,
                "FIR 12/2026",
                null,
                false,
                null,
                Validity.ALWAYS);
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable resource : closing) {
            resource.close();
        }
    }
}
