package org.eir.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eir.server.node.RunningNode.Answer;
import org.eir.testkit.FakeMme;
import org.eir.testkit.FakeMsc;
import org.eir.testkit.PostgresFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A victim comes with an IMSI: the networks' own questions tell which phone it was, and the database tells nobody. */
class SubscribersTest {
    private static final String PHONE = "490154203237518";
    private static final String TABLET = "356938035643809";
    private static final String VICTIM = "262011234567890";
    private static final String FIND = "/api/v1/subscribers/devices";
    private static final String QUESTION = "{\"imsi\":\"" + VICTIM + "\",\"reference\":\"FIR 12/2026\"}";

    @TempDir
    private Path directory;

    @Test
    void staffFindTheStolenPhoneByItsSubscriberBlockItAndSeeThatItIs() throws Exception {
        PostgresFixture.Database database = PostgresFixture.shared().newDatabase();
        try (RunningNode node = RunningNode.on(database, directory).start();
                FakeMme mme = node.mme();
                FakeMsc msc = node.msc()) {
            mme.identityCheck(PHONE).subscriber(VICTIM).expectUnknown();
            msc.checkImei(TABLET).version(3).subscriber(VICTIM).expectUnknownEquipment();
            await().atMost(Duration.ofSeconds(20)).until(() -> devices(node).size() == 2);

            node.added("black", PHONE);
            mme.identityCheck(PHONE).subscriber(VICTIM).expectProhibited();

            JsonNode phone = devices(node).stream()
                    .filter(device -> device.path("imei").asText().equals(PHONE))
                    .findFirst()
                    .orElseThrow();
            assertThat(phone.path("via").asText()).isEqualTo("s13");
            assertThat(phone.path("verdict").asText()).isEqualTo("prohibited");
            assertThat(phone.path("origin").asText()).isNotEmpty();

            Answer subscribers = node.post("/api/v1/subscribers/of-device", "{\"imei\":\"" + PHONE + "\"}");
            assertThat(subscribers.body().at("/sightings/0/imsi").asText()).isEqualTo(VICTIM);
            assertThat(lastChange(node, subscribers).path("kind").asText()).isEqualTo("access");
            assertThat(lastChange(node, subscribers).path("actor").asText()).isEqualTo("tester");
        }
        List<String> dump = dump(database);
        assertThat(dump).hasSizeGreaterThan(10).anyMatch(row -> row.contains(PHONE.substring(0, 14)));
        assertThat(dump).noneMatch(SubscribersTest::namesTheVictim);
    }

    private static List<JsonNode> devices(RunningNode node) {
        List<JsonNode> devices = new ArrayList<>();
        node.post(FIND, QUESTION).body().path("sightings").forEach(devices::add);
        return devices;
    }

    private static JsonNode lastChange(RunningNode node, Answer read) {
        long revision = read.body().path("revision").asLong();
        return node.get("/api/v1/changes?after=" + (revision - 1)).body().at("/changes/0");
    }

    /** As text, as hexadecimal of its text, or as semi-octets like in MAP (TS 29.002 clause 17.7.8: TBCD). */
    private static boolean namesTheVictim(String row) {
        StringBuilder hex = new StringBuilder();
        StringBuilder tbcd = new StringBuilder();
        String even = VICTIM + "f";
        for (int i = 0; i < VICTIM.length(); i++) {
            hex.append('3').append(VICTIM.charAt(i));
        }
        for (int i = 0; i < even.length(); i += 2) {
            tbcd.append(even.charAt(i + 1)).append(even.charAt(i));
        }
        return row.contains(VICTIM) || row.contains(hex) || row.contains(tbcd);
    }

    /** Every row of every table, as a superuser sees it. */
    private static List<String> dump(PostgresFixture.Database database) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(database.superuserUrl());
                Statement statement = connection.createStatement()) {
            for (String table : texts(statement, """
                    SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables
                    WHERE schemaname NOT IN ('pg_catalog', 'information_schema')""")) {
                rows.addAll(texts(statement, "SELECT t::text FROM " + table + " t"));
            }
        }
        return rows;
    }

    private static List<String> texts(Statement statement, String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                texts.add(row.getString(1));
            }
        }
        return texts;
    }
}
