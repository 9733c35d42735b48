package org.eir.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.eir.testkit.FakeMme;
import org.eir.testkit.PostgresFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database dies; the network does not notice. */
class DatabaseOutageTest {
    private static final String STOLEN = "490154203237518";
    private static final String UNLISTED = "868918031234564";

    @TempDir
    private Path directory;

    /** An MME that never stops asking. */
    private static final class Network implements AutoCloseable {
        private final FakeMme mme;
        private final Thread thread;
        private volatile long answered;
        private volatile Throwable failure;
        private volatile boolean closed;

        Network(RunningNode node) {
            mme = node.mme();
            thread = Thread.ofPlatform().start(this::ask);
        }

        private void ask() {
            try {
                while (!closed) {
                    mme.identityCheck(STOLEN).expectProhibited();
                    mme.identityCheck(UNLISTED).expectUnknown();
                    answered++;
                }
                mme.disconnect();
            } catch (Throwable e) {
                failure = e;
            }
        }

        /** Waits for a hundred more right answers. */
        void goesOn() {
            long until = answered + 100;
            eventually().until(() -> answered >= until || failure != null);
            assertThat(failure).isNull();
        }

        @Override
        public void close() throws InterruptedException {
            closed = true;
            thread.join();
            mme.close();
        }
    }

    @Test
    void checksGoOnWhileTheDatabaseIsAwayAndChangesAreRefused() throws Exception {
        try (PostgresFixture postgres = PostgresFixture.start();
                RunningNode node =
                        RunningNode.on(postgres.newDatabase(), directory).start()) {
            node.added("black", STOLEN);
            try (Network network = new Network(node)) {
                network.goesOn();

                postgres.kill();
                eventually().until(() -> freshness(node).equals("stale"));
                saysThatItIsStale(node);
                eventually().until(() -> alarms(node).contains("database-away"));
                refusesToAdd(node);
                network.goesOn();

                postgres.restart();
                eventually().until(() -> freshness(node).equals("current"));
                // What could not be counted meanwhile may have raised an overload; that is told for a while.
                eventually().until(() -> !alarms(node).contains("database-away"));
                // The feed has a connection of its own and may be back before the pool is.
                eventually().untilAsserted(() -> node.added("grey", "356938035643809"));
                network.goesOn();
            }
            try (FakeMme mme = node.mme()) {
                mme.identityCheck("356938035643809").expectTracked();
                mme.identityCheck("352099001761481").expectUnknown();
                mme.disconnect();
            }
        }
    }

    private static void saysThatItIsStale(RunningNode node) {
        RunningNode.Answer ready = node.get("/health/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.body().path("status").asText()).isEqualTo("stale");
        assertThat(ready.body().path("reasons").path(0).asText())
                .contains("the database is away")
                .contains("answering from memory");
        assertThat(node.status().path("freshness").path("problem").asText()).contains("the database is away");
    }

    private static void refusesToAdd(RunningNode node) {
        RunningNode.Answer refused = node.add("white", "352099001761481");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.body().path("detail").asText())
                .isEqualTo(
                        "The database cannot be reached; nothing was changed, and checks go on from memory. Try again.");
    }

    private static List<String> alarms(RunningNode node) {
        return node.status().path("alarms").findValuesAsText("alarm");
    }

    private static String freshness(RunningNode node) {
        return node.status().path("freshness").path("state").asText();
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(30));
    }
}
