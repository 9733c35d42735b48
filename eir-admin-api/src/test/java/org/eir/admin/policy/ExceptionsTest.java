package org.eir.admin.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.eir.admin.TestNode;
import org.eir.admin.TestNode.Answer;
import org.eir.core.change.AccessJournal.Read;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExceptionsTest {
    private static final String PATH = "/api/v1/exceptions";
    private static final String STOLEN = "490154203237518";
    private static final String ALICE = "262011234567890";
    private static final String BOB = "262019876543210";
    private static final String BODY = """
            {"kind":"exception","imei":"490154203237518","subscribers":["262011234567890"],"reason":"cloned",
             "reference":"case 8/2026"}""";

    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void anExceptionCountsFromItsAnswerOnForWhomItNames() {
        node.added("black", STOLEN, "stolen");

        Answer created = node.post(PATH, BODY);

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("location")).isEqualTo(PATH + "/1");
        assertThat(created.body().at("/applied").asBoolean()).isTrue();
        assertThat(created.text("/verdict")).isEqualTo("permitted");
        assertThat(created.text("/source")).isEqualTo("op-a");
        Answer alice = node.get("/api/v1/checks/" + STOLEN + "?imsi=" + ALICE);
        assertThat(alice.text("/verdict")).isEqualTo("permitted");
        assertThat(alice.text("/rule")).isEqualTo("subscriber-exception");
        assertThat(alice.text("/because")).endsWith(" An exception is made for this subscriber: permitted.");
        assertThat(node.get("/api/v1/checks/" + STOLEN + "?imsi=" + BOB).text("/verdict"))
                .isEqualTo("prohibited");
        assertThat(node.verdict(STOLEN)).isEqualTo("prohibited");
    }

    @Test
    void aLockProhibitsToOthers() {
        node.post(PATH, BODY.replace("exception", "lock"));

        Answer bob = node.get("/api/v1/checks/" + STOLEN + "?imsi=" + BOB);
        assertThat(bob.text("/verdict")).isEqualTo("prohibited");
        assertThat(bob.text("/because"))
                .isEqualTo("No entry covers it. It is locked to its subscribers, and this is another one.");
        assertThat(node.get("/api/v1/checks/" + STOLEN + "?imsi=" + ALICE).text("/verdict"))
                .isEqualTo("permitted");
    }

    @Test
    void aWithdrawnExceptionCountsNoMore() {
        node.added("black", STOLEN, "stolen");
        node.post(PATH, BODY);

        Answer withdrawn = node.post(PATH + "/1/withdraw", "{\"reason\":\"mistake\"}");

        assertThat(withdrawn.status()).isEqualTo(200);
        assertThat(withdrawn.text("/withdrawn/reason")).isEqualTo("mistake");
        assertThat(node.get("/api/v1/checks/" + STOLEN + "?imsi=" + ALICE).text("/verdict"))
                .isEqualTo("prohibited");
        assertThat(node.post(PATH + "/1/withdraw", "{\"reason\":\"mistake\"}").problem())
                .isEqualTo("already-withdrawn");
        assertThat(node.get(PATH + "?imei=" + STOLEN).body().at("/exceptions")).isEmpty();
        assertThat(node.get(PATH + "/1").text("/withdrawn/reason")).isEqualTo("mistake");
    }

    @Test
    void whoMaySeeSubscribersIsShownThemAndThatIsRecorded() {
        node.post(PATH, BODY);

        assertThat(node.get(PATH + "?imei=" + STOLEN).text("/exceptions/0/subscribers/0"))
                .isEqualTo(ALICE);
        assertThat(node.sightings.accesses).hasSize(1);
        assertThat(node.sightings.accesses.getFirst().read()).isEqualTo(Read.SUBSCRIBER_RULES);

        assertThat(node.send(node.request("op-b", PATH + "/1").GET()).text("/subscribers/0"))
                .isEqualTo("26201**********");
        assertThat(node.sightings.accesses).hasSize(1);
    }

    @Test
    void anExceptionBelongsToItsSource() {
        node.post(PATH, BODY);

        Answer refused = node.post("op-b", PATH + "/1/withdraw", "{\"reason\":\"mistake\"}");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.problem()).isEqualTo("not-the-owner");
        assertThat(refused.text("/detail")).contains("belongs to op-a, and you are of op-b");
        assertThat(node.post("op-b", PATH, BODY.replace("{\"kind\"", "{\"source\":\"op-a\",\"kind\""))
                        .problem())
                .isEqualTo("not-the-owner");
        assertThat(node.post("op-b", PATH, BODY).text("/source")).isEqualTo("op-b");
    }

    @ParameterizedTest
    @CsvSource({"black,490154203237518", "grey,49015420323751-49015420323759", "black,49015420"})
    void whatAnotherOrganisationListedIsNotUndoneByAnException(String list, String identity) {
        long entry = node.added(list, identity, "stolen");
        long before = node.lists.lastRevision();

        Answer refused = node.post("op-b", PATH, BODY);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.problem()).isEqualTo("not-your-listing");
        assertThat(refused.text("/errors/0/pointer")).isEqualTo("/imei");
        assertThat(refused.text("/errors/0/value")).isEqualTo("49015420323751");
        assertThat(refused.text("/errors/0/rule"))
                .startsWith("is in the " + list + " list of op-a (entry " + entry + ", ")
                .endsWith("): only op-a or an administrator makes an exception from that");
        assertThat(refused.body().at("/existing").asLong()).isEqualTo(entry);
        assertThat(node.lists.lastRevision()).isEqualTo(before);
        assertThat(node.get("/api/v1/checks/" + STOLEN + "?imsi=" + ALICE).text("/verdict"))
                .isNotEqualTo("permitted");
    }

    @Test
    void whoeverListedADeviceAndAnAdministratorMakeExceptionsFromIt() {
        node.added("black", STOLEN, "stolen");

        assertThat(node.post("op-a", PATH, BODY).status()).isEqualTo(201);
        assertThat(node.post(PATH, BODY.replace("{\"kind\"", "{\"source\":\"op-b\",\"kind\""))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void everybodyMakesExceptionsWhereNobodyBarsOrTracks() {
        node.added("white", STOLEN, "other");

        assertThat(node.post("op-b", PATH, BODY).status()).isEqualTo(201);
    }

    @Test
    void everybodyLocksADeviceAsEverybodyMayBlockIt() {
        node.added("black", STOLEN, "stolen");

        assertThat(node.post("op-b", PATH, BODY.replace("exception", "lock")).status())
                .isEqualTo(201);
        assertThat(node.get("/api/v1/checks/" + STOLEN + "?imsi=" + ALICE).text("/verdict"))
                .isEqualTo("prohibited");
    }

    @Test
    void aSourceHasOneRuleForADevice() {
        node.post(PATH, BODY);

        assertThat(node.post(PATH, BODY).status()).isEqualTo(200);
        Answer other = node.post(PATH, BODY.replace("exception", "lock"));
        assertThat(other.problem()).isEqualTo("already-listed");
        assertThat(other.body().at("/existing").asLong()).isEqualTo(1);
    }

    @Test
    void anExpiredRuleGivesWayToAnother() {
        node.post(PATH, BODY.replace("\"reason\"", "\"validUntil\":\"2026-11-01\",\"reason\""));

        assertThat(node.post(PATH, BODY.replace("exception", "lock")).status()).isEqualTo(201);
        assertThat(node.get(PATH + "/1").text("/withdrawn/reason")).isEqualTo("expired");
        assertThat(node.get(PATH + "?imei=" + STOLEN).body().at("/exceptions")).hasSize(1);
    }

    @Test
    void theRulesOfADeviceNameOnlySoManySubscribers() {
        node.post(PATH, BODY);
        String three = BODY.replace("[", "[\"001010000000001\",\"001010000000002\",\"001010000000003\",")
                .replace("{\"kind\"", "{\"source\":\"op-b\",\"kind\"")
                .replace("262011234567890", "001010000000004");

        Answer refused = node.post(PATH, three);

        assertThat(refused.problem()).isEqualTo("too-many-subscribers");
        assertThat(refused.text("/detail")).contains("name 1 subscribers already, and may name 3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[\"26201x\"] | permitted | /subscribers/0 | 6 to 15",
                "[\"262011234567890\",\"262011234567890\"] | permitted | /subscribers/1 | more than once",
                "[] | permitted | /subscribers | 1 to 100",
                "[\"262011234567890\"] | prohibited | /verdict | an exception permits or tracks"
            })
    void whatIsWrongIsNamedByItsPlace(String subscribers, String verdict, String pointer, String rule) {
        Answer refused = node.post(
                PATH,
                "{\"kind\":\"exception\",\"imei\":\"490154203237518\",\"subscribers\":%s,\"verdict\":\"%s\",\"reason\":\"other\"}"
                        .formatted(subscribers, verdict));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/errors/0/pointer")).isEqualTo(pointer);
        assertThat(refused.text("/errors/0/rule")).contains(rule);
    }
}
