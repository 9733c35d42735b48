package org.eir.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.eir.core.check.Verdict;
import org.eir.map.client.Node;
import org.eir.server.MapCheck;
import org.eir.server.S13Check;
import org.eir.server.cli.CommandFailure;
import org.eir.server.cli.NetworkCheck;
import org.eir.testkit.FakeMme;
import org.eir.testkit.FakeMsc;
import org.eir.testkit.PostgresFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SS7 and Diameter in one node: one register, one verdict. */
class MapInterfaceTest {
    private static final String STOLEN = "490154203237518";
    private static final String WATCHED = "356938035643809";
    private static final String REGISTERED = "352099001761481";

    @TempDir
    private Path directory;

    private RunningNode node;

    @BeforeEach
    void start() throws StartFailure {
        node = RunningNode.on(PostgresFixture.shared().newDatabase(), directory).start();
        node.added("grey", WATCHED);
        node.added("white", REGISTERED);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void whatIsBlockedIsProhibitedToEverybodyAtOnce() {
        try (FakeMsc msc = node.msc();
                FakeMme mme = node.mme()) {
            msc.checkImei(STOLEN).version(3).expectUnknownEquipment();
            mme.identityCheck(STOLEN).expectUnknown();

            long id = node.added("black", STOLEN);
            msc.checkImei(STOLEN).version(1).expectBlacklisted();
            msc.checkImei(STOLEN).version(2).expectBlacklisted();
            msc.checkImei(STOLEN).version(3).as(Node.SGSN).expectBlacklisted();
            mme.identityCheck(STOLEN).expectProhibited();

            node.withdraw(id);
            msc.checkImei(STOLEN).version(3).expectUnknownEquipment();
            mme.identityCheck(STOLEN).expectUnknown();
        }
    }

    @Test
    void theOtherListsAndWhatIsNoIdentity() {
        try (FakeMsc msc = node.msc()) {
            msc.checkImei(WATCHED).version(2).expectGreylisted();
            msc.checkImei(REGISTERED).version(3).expectWhitelisted();
            msc.checkImei("35693803").version(3).expectSystemFailure();
        }
    }

    @Test
    void peersShowTheAssociationAndItsApplicationServer() {
        assertThat(association("lab").path("state").asText()).isEqualTo("down");
        try (FakeMsc msc = node.msc()) {
            msc.checkImei(WATCHED).version(3).expectGreylisted();

            JsonNode lab = association("lab");
            assertThat(lab.path("interface").asText()).isEqualTo("map");
            assertThat(lab.path("state").asText()).isEqualTo("up");
            assertThat(lab.path("requests").asLong()).isEqualTo(1);
            assertThat(lab.path("applicationServers").toString())
                    .isEqualTo("[{\"name\":\"eir\",\"asp\":\"active\",\"state\":\"active\"}]");
            msc.leave();
        }
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(association("lab").path("state").asText()).isEqualTo("down"));
    }

    private JsonNode association(String name) {
        JsonNode peers = node.get("/api/v1/peers").body().path("peers");
        return StreamSupport.stream(peers.spliterator(), false)
                .filter(peer -> peer.path("identity").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void staffAskTheWayAnMscDoesWithoutTakingItsPlace() throws Exception {
        try (FakeMsc msc = node.msc()) {
            NetworkCheck.Answer answer = new MapCheck().ask(WATCHED, "262011234567890", directory);

            assertThat(answer.verdict()).isEqualTo(Verdict.TRACKED);
            assertThat(answer.details())
                    .containsEntry("register", "point code 22 at 127.0.0.1:" + node.m3uaPort())
                    .containsEntry("answer", "greyListed (2)");
            assertThat(new MapCheck().ask(STOLEN, null, directory).verdict()).isEqualTo(Verdict.UNKNOWN);
            msc.checkImei(REGISTERED).version(3).expectWhitelisted();
        }
    }

    @Test
    void staffAskTheWayAnMmeDoes() throws Exception {
        NetworkCheck.Answer answer = new S13Check().ask(WATCHED, "262011234567890", directory);

        assertThat(answer.verdict()).isEqualTo(Verdict.TRACKED);
        assertThat(answer.details())
                .containsEntry("register", RunningNode.ORIGIN_HOST + " at 127.0.0.1:" + node.s13Port());
        assertThat(new S13Check().ask(STOLEN, null, directory).verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void staffAreToldWhatToDoWhenNobodyAnswers() throws Exception {
        node.close();

        assertThatThrownBy(() -> new MapCheck().ask(WATCHED, null, directory))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContainingAll("No answer over M3UA at 127.0.0.1:", "is the node still running");
        assertThatThrownBy(() -> new MapCheck().ask(WATCHED, null, directory.resolve("elsewhere")))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContainingAll("elsewhere/map.address is not there", "listens by TCP for 127.0.0.2");
        assertThatThrownBy(() -> new MapCheck().ask("zz", null, directory))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("1 to 16 digits");
    }
}
