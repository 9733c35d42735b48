package org.eir.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.eir.core.identity.Imei;
import org.eir.testkit.FakeMme;
import org.eir.testkit.PostgresFixture;
import org.eir.testkit.StolenListRow;
import org.eir.testkit.StolenListRow.Kind;
import org.eir.testkit.StolenLists;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is changed over REST is what the network is told from then on. */
class ListChangesTest {
    @TempDir
    private static Path directory;

    private static RunningNode node;
    private FakeMme mme;

    @BeforeAll
    static void start() throws StartFailure {
        node = RunningNode.on(PostgresFixture.shared().newDatabase(), directory.resolve("state"))
                .start();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void connect() {
        mme = node.mme();
    }

    @AfterEach
    void disconnect() {
        mme.disconnect();
        mme.close();
    }

    @Test
    void anEntryCountsFromTheMomentItsAdditionIsAnswered() {
        mme.identityCheck("356938035643809").expectUnknown();

        node.added("grey", "356938035643809");
        mme.identityCheck("356938035643809").expectTracked();
        node.added("black", "356938035643809");
        mme.identityCheck("356938035643809").expectProhibited();
    }

    @Test
    void aWithdrawalCountsFromTheMomentItIsAnswered() {
        long white = node.added("white", "352099001761481");
        mme.identityCheck("352099001761481").expectPermitted();

        assertThat(node.withdraw(white).status()).isEqualTo(200);
        mme.identityCheck("352099001761481").expectUnknown();

        assertThat(node.withdraw(white).status()).isEqualTo(409);
    }

    @Test
    void allFormsOfAnIdentityAreOneDevice() {
        node.added("black", "490154203237518");

        for (String form : List.of("49015420323751", "490154203237510", "490154203237518", "4901542032375101")) {
            mme.identityCheck(form).expectProhibited();
        }
        mme.identityCheck("49015420323752").expectUnknown();
        mme.identityCheck("4901542032375").expectError(5004);
    }

    @Test
    void aWholeModelIsBlockedButForOneDevice() {
        node.added("black", "86000001");
        created("white", "86000001000007", ",\"exempt\":true");

        mme.identityCheck("86000001000006").expectProhibited();
        mme.identityCheck("86000001000007").expectPermitted();
        mme.identityCheck("86000002000007").expectUnknown();
    }

    @Test
    void twoOperatorsBlockOneDeviceAndItIsFreeWhenBothHaveWithdrawn() {
        long ofA = RunningNode.created(node.add("black", "86000004000001", ",\"source\":\"operator-a\""));
        long ofB = RunningNode.created(node.add("black", "86000004000001", ",\"source\":\"operator-b\""));

        assertThat(node.withdraw(ofA).status()).isEqualTo(200);
        mme.identityCheck("86000004000001").expectProhibited();
        assertThat(node.withdraw(ofB).status()).isEqualTo(200);
        mme.identityCheck("86000004000001").expectUnknown();
    }

    @Test
    void aCorrectionFreesTheWrongDeviceAndBlocksTheRightOne() {
        long wrong = node.added("black", "86000004000002");

        assertThat(node.post("/api/v1/entries/" + wrong + "/correct", """
                        {"list":"black","identity":"86000004000003","reason":"stolen","reference":"FIR 12/2026"}""").status())
                .isEqualTo(201);

        mme.identityCheck("86000004000002").expectUnknown();
        mme.identityCheck("86000004000003").expectProhibited();
    }

    @Test
    void aGoldenDeviceIsBlockedOnlyByOverridingThat() {
        node.added("golden", "86000004000004");

        assertThat(node.add("black", "86000004000004").status()).isEqualTo(409);
        mme.identityCheck("86000004000004").expectPermitted();

        created("black", "86000004000004", ",\"overrideGolden\":true");
        mme.identityCheck("86000004000004").expectProhibited();
    }

    @Test
    void allIdentitiesOfADeviceAreBlockedAndFreedTogether() {
        RunningNode.Answer device = node.post("/api/v1/device-groups", """
                {"identities":["86000004000005","86000005000005"]}""");
        String path = "/api/v1/device-groups/" + RunningNode.created(device);

        assertThat(node.post(path + "/entries", "{\"list\":\"black\",\"reason\":\"stolen\"}")
                        .status())
                .isEqualTo(201);
        mme.identityCheck("86000004000005").expectProhibited();
        mme.identityCheck("86000005000005").expectProhibited();

        assertThat(node.post(path + "/withdraw", "{\"list\":\"black\",\"reason\":\"recovered\"}")
                        .status())
                .isEqualTo(200);
        mme.identityCheck("86000004000005").expectUnknown();
        mme.identityCheck("86000005000005").expectUnknown();
    }

    @Test
    void anEntryStartsAndExpiresByItself() {
        Instant start = Instant.now().plusSeconds(2);
        Instant end = Instant.now().plusSeconds(3);
        created("black", "86000003000001", ",\"validFrom\":\"" + start + "\"");
        created("black", "86000003000002", ",\"validUntil\":\"" + end + "\"");

        mme.identityCheck("86000003000001").expectUnknown();
        mme.identityCheck("86000003000002").expectProhibited();

        Awaitility.await()
                .untilAsserted(() -> mme.identityCheck("86000003000001").expectProhibited());
        assertThat(Instant.now()).isAfterOrEqualTo(start);
        Awaitility.await()
                .untilAsserted(() -> mme.identityCheck("86000003000002").expectUnknown());
        assertThat(Instant.now()).isAfterOrEqualTo(end);
    }

    @Test
    void everyDeviceOfAnImportedFileIsAnsweredProhibitedAndNoOther() throws IOException {
        StolenLists list = StolenLists.of(20_000, 2026);
        StolenLists.Expected expected = list.write(directory.resolve("stolen.csv"));

        JsonNode job = node.imported("black", directory.resolve("stolen.csv"));

        assertThat(job.path("state").asText()).isEqualTo("applied");
        assertThat(job.path("counts").path("new").asLong()).isEqualTo(expected.added());
        assertThat(job.path("counts").path("unchanged").asLong()).isEqualTo(expected.repeated());
        assertThat(job.path("counts").path("rejected").asLong()).isEqualTo(expected.rejected());
        assertThat(job.path("counts").path("spareDigits").asLong()).isEqualTo(expected.spareDigits());
        for (Iterator<Imei> listed = list.listed(); listed.hasNext(); ) {
            mme.identityCheck(listed.next()).expectProhibited();
        }
        List<StolenListRow> rejected =
                list.stream().filter(row -> row.kind() == Kind.REJECTED).toList();
        rejected.forEach(row -> mme.identityCheck(row.imei()).expectUnknown());
        assertThat(rejectedLines(job.path("id").asLong()))
                .isEqualTo(rejected.stream().map(StolenListRow::line).toList());
    }

    private static List<Long> rejectedLines(long job) {
        JsonNode page =
                node.get("/api/v1/imports/" + job + "/rejected?limit=1000").body();
        return StreamSupport.stream(page.path("rejected").spliterator(), false)
                .map(row -> row.path("line").asLong())
                .toList();
    }

    private static void created(String list, String identity, String further) {
        RunningNode.created(node.add(list, identity, further));
    }
}
