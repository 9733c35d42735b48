package org.eir.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.eir.core.check.Verdict;
import org.eir.testkit.FakeMme;
import org.eir.testkit.PostgresFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One database, several nodes: at the same time, and one after the other. */
class SeveralNodesTest {
    private static final String STOLEN = "490154203237518";
    private static final String WATCHED = "356938035643809";
    private static final String UNLISTED = "868918031234564";

    private final PostgresFixture.Database database = PostgresFixture.shared().newDatabase();

    @TempDir
    private Path directory;

    @Test
    void whatIsAddedAtOneNodeIsAnsweredAtTheOther() throws StartFailure {
        try (RunningNode one =
                        RunningNode.on(database, directory.resolve("one")).start();
                RunningNode other =
                        RunningNode.on(database, directory.resolve("other")).start();
                FakeMme mme = other.mme()) {
            mme.identityCheck(STOLEN).expectUnknown();
            one.added("black", STOLEN);
            Awaitility.await().untilAsserted(() -> mme.identityCheck(STOLEN).expectProhibited());

            assertThat(other.status().path("revision")).isEqualTo(one.status().path("revision"));
            mme.disconnect();
        }
    }

    @Test
    void aRestartKeepsEveryEntryTheRevisionAndThePolicy() throws StartFailure {
        RunningNode.Setup setup = RunningNode.on(database, directory);
        long revision;
        try (RunningNode before = setup.start()) {
            before.added("black", STOLEN);
            before.added("grey", WATCHED);
            before.withdraw(before.added("black", UNLISTED));
            revision = before.status().path("revision").asLong();
        }

        try (RunningNode after = setup.start();
                FakeMme mme = after.mme()) {
            mme.identityCheck(STOLEN).expectProhibited();
            mme.identityCheck(WATCHED).expectTracked();
            mme.identityCheck(UNLISTED).expectUnknown();
            assertThat(after.status().path("revision").asLong()).isEqualTo(revision);
            mme.disconnect();
        }
    }

    @Test
    void theConfigurationOnlySeedsThePolicy() throws StartFailure {
        RunningNode.Setup setup = RunningNode.on(database, directory);
        setup.policy(Verdict.PERMITTED).start().close();

        try (RunningNode changed = setup.policy(Verdict.PROHIBITED).start();
                FakeMme mme = changed.mme()) {
            mme.identityCheck(UNLISTED).expectPermitted();
            assertThat(changed.status().path("policy").path("unlisted").asText())
                    .isEqualTo("permitted");
            assertThat(changed.status().path("policy").path("version").asLong()).isEqualTo(1);
            mme.disconnect();
        }
    }
}
