package org.eir.admin.lists;

import static org.assertj.core.api.Assertions.assertThat;

import org.eir.admin.TestNode;
import org.eir.admin.TestNode.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntriesTest {
    private static final String STOLEN = "490154203237518";

    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void anAddedEntryIsAnsweredInFullAndSeenByTheNextCheck() {
        assertThat(node.verdict(STOLEN)).isEqualTo("unknown");

        Answer added = node.post("/api/v1/entries", """
                {"list":"black","identity":"490154203237518","reason":"stolen","reference":"FIR 12/2026","sourceReference":"A-7",
                 "reported":"2026-11-20","validFrom":"2026-11-20T00:00:00+02:00","note":"two\\nlines"}""");

        assertThat(added.status()).isEqualTo(201);
        assertThat(added.header("location")).isEqualTo("/api/v1/entries/1");
        assertThat(added.body().toString()).isEqualTo("""
                {"id":1,"revision":1,"list":"black","identity":"49015420323751","level":"single","source":"op-a",\
                "scope":"everyone","reason":"stolen","reference":"FIR 12/2026","sourceReference":"A-7","reported":"2026-11-20T00:00:00Z",\
                "validFrom":"2026-11-19T22:00:00Z","validUntil":null,"exempt":false,"note":"two\\nlines",\
                "since":"2026-11-23T10:15:30Z","inForce":true,"withdrawn":null,"applied":true}""");
        assertThat(node.verdict(STOLEN)).isEqualTo("prohibited");
    }

    @Test
    void theSameEntryAgainIsNoChange() {
        long id = node.added("black", STOLEN, "stolen");

        Answer again = node.post(
                "/api/v1/entries", "{\"list\":\"black\",\"identity\":\"49015420323751\",\"reason\":\"stolen\"}");

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body().at("/id").asLong()).isEqualTo(id);
        assertThat(node.get("/api/v1/changes").body().at("/changes")).hasSize(1);
    }

    @Test
    void otherFactsForTheSameEntryAreAConflictThatNamesTheEntryAndTheWayOut() {
        long id = node.added("black", STOLEN, "stolen");

        Answer other = node.post(
                "/api/v1/entries",
                "{\"list\":\"black\",\"identity\":\"" + STOLEN + "\",\"reason\":\"lost\",\"note\":\"found\"}");

        assertThat(other.status()).isEqualTo(409);
        assertThat(other.problem()).isEqualTo("already-listed");
        assertThat(other.body().at("/existing").asLong()).isEqualTo(id);
        assertThat(other.text("/detail")).contains("POST /api/v1/entries/" + id + "/correct");
        assertThat(other.text("/errors/0/rule")).isEqualTo("entry 1 has 'stolen'");
        assertThat(other.text("/errors/1/field")).isEqualTo("note");
    }

    @Test
    void anotherSourceMayListTheSameDevice() {
        node.added("black", STOLEN, "stolen");

        Answer other = node.post("/api/v1/entries", """
                {"list":"grey","identity":"490154203237518","reason":"fraud","source":"op-b"}""");

        assertThat(other.status()).isEqualTo(201);
        Answer covering = node.get("/api/v1/entries?identity=" + STOLEN);
        assertThat(covering.body().at("/entries")).hasSize(2);
        assertThat(covering.text("/entries/0/list")).isEqualTo("black");
        assertThat(covering.text("/entries/1/source")).isEqualTo("op-b");
    }

    @Test
    void tacsAndRangesAreEntriesToo() {
        node.added("grey", "35693803", "counterfeit");
        node.added("black", "35693803564300-35693803564399", "stolen");

        Answer covering = node.get("/api/v1/entries?identity=356938035643809");

        assertThat(covering.text("/identity")).isEqualTo("35693803564380");
        assertThat(covering.text("/entries/0/level")).isEqualTo("range");
        assertThat(covering.text("/entries/0/identity")).isEqualTo("35693803564300-35693803564399");
        assertThat(covering.text("/entries/1/level")).isEqualTo("tac");
        assertThat(node.verdict("356938035643809")).isEqualTo("prohibited");
        assertThat(node.verdict("356938030000000")).isEqualTo("tracked");
    }

    @Test
    void aChangeIsAnsweredEvenIfTheRegisterIsSlowAndSaysSo() {
        node.lists.holdFeed(true);

        Answer added = node.post(
                "/api/v1/entries", "{\"list\":\"black\",\"identity\":\"" + STOLEN + "\",\"reason\":\"stolen\"}");

        assertThat(added.status()).isEqualTo(201);
        assertThat(added.body().at("/applied").asBoolean(true)).isFalse();
        node.lists.holdFeed(false);
        assertThat(node.verdict(STOLEN)).isEqualTo("prohibited");
    }

    @Test
    void aWithdrawnEntryNoLongerCountsAndKeepsItsHistory() {
        long id = node.added("black", STOLEN, "stolen");

        Answer withdrawn =
                node.post("/api/v1/entries/" + id + "/withdraw", "{\"reason\":\"court-order\",\"reference\":\"C 7\"}");

        assertThat(withdrawn.status()).isEqualTo(200);
        assertThat(withdrawn.text("/withdrawn/reason")).isEqualTo("court-order");
        assertThat(withdrawn.body().at("/applied").asBoolean()).isTrue();
        assertThat(node.verdict(STOLEN)).isEqualTo("unknown");
        Answer one = node.get("/api/v1/entries/" + id);
        assertThat(one.body().at("/inForce").asBoolean(true)).isFalse();
        assertThat(one.text("/history/0/what")).isEqualTo("added");
        assertThat(one.text("/history/1/what")).isEqualTo("withdrawn");
        assertThat(one.text("/history/1/reference")).isEqualTo("C 7");
    }

    @Test
    void anEntryIsWithdrawnOnlyOnce() {
        long id = node.added("black", STOLEN, "stolen");
        node.post("/api/v1/entries/" + id + "/withdraw", "{\"reason\":\"recovered\"}");

        Answer again = node.post("/api/v1/entries/" + id + "/withdraw", "{\"reason\":\"mistake\"}");

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.problem()).isEqualTo("already-withdrawn");
        assertThat(again.body().at("/existing").asLong()).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource({"999", "abc", "-1", "99999999999999999999", "%2e"})
    void anUnknownEntryIsNotFound(String id) {
        assertThat(node.get("/api/v1/entries/" + id).status()).isEqualTo(404);
        assertThat(node.post("/api/v1/entries/" + id + "/withdraw", "{\"reason\":\"recovered\"}")
                        .problem())
                .isEqualTo("not-found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"identity\":\"490154203237518\",\"reason\":\"stolen\"} | /list | is missing",
                "{\"list\":\"blak\",\"identity\":\"490154203237518\",\"reason\":\"stolen\"} | /list | did you mean 'black'?",
                "{\"list\":\"black\",\"identity\":\"490154203237517\",\"reason\":\"stolen\"} | /identity | is 8, not 7",
                "{\"list\":\"black\",\"identity\":\"4901\",\"reason\":\"stolen\"} | /identity | this has 4 digits",
                "{\"list\":\"black\",\"identity\":\"49015420000000-49015421000000\",\"reason\":\"stolen\"} | /identity | within one TAC",
                "{\"list\":\"black\",\"identity\":490154203237518,\"reason\":\"stolen\"} | /identity | has to be a text, in quotes",
                "{\"list\":\"black\",\"identity\":\"490154203237518\",\"reason\":\"stollen\"} | /reason | did you mean 'stolen'?",
                "{\"list\":\"black\",\"identity\":\"490154203237518\",\"reson\":\"stolen\"} | /reson | did you mean 'reason'?",
                "{\"list\":\"black\",\"identity\":\"490154203237518\",\"reason\":\"lost\",\"scope\":\"op-b\"} | /scope | has to be everyone, or op-a",
                "{\"list\":\"black\",\"identity\":\"490154203237518\",\"reason\":\"lost\",\"source\":\" \"} | /source | 1 to 64",
                "{\"list\":\"black\",\"identity\":\"490154203237518\",\"reason\":\"lost\",\"reference\":\"a\\u0000b\"} | /reference | control character",
                "{\"list\":\"black\",\"identity\":\"490154203237518\",\"reason\":\"lost\",\"note\":\"\\ud800\"} | /note | surrogate",
                "{\"list\":\"black\",\"identity\":\"490154203237518\",\"reason\":\"lost\",\"reported\":\"2027-01-01\"} | /reported | future",
                "{\"list\":\"black\",\"identity\":\"490154203237518\",\"reason\":\"lost\",\"validFrom\":\"tomorrow\"} | /validFrom | such as 2026",
                "{\"list\":\"black\",\"identity\":\"490154203237518\",\"reason\":\"lost\",\"exempt\":\"yes\"} | /exempt | true or false",
                "{\"list\":\"black\",\"identity\":\"490154203237518\",\"reason\":\"lost\",\"validFrom\":\"2026-12-02\",\"validUntil\":\"2026-12-01\"} | /validUntil | later than the start"
            })
    void whatIsWrongWithAnEntryIsNamedByPlaceValueAndRule(String json, String pointer, String rule) {
        Answer refused = node.post("/api/v1/entries", json);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.problem()).isEqualTo("invalid-input");
        assertThat(refused.text("/errors/0/pointer")).isEqualTo(pointer);
        assertThat(refused.text("/errors/0/rule")).contains(rule);
        assertThat(refused.text("/detail")).contains(rule);
    }

    @Test
    void aValueOfTheWrongTypeIsShownAndTheParserKeepsItsOwnWordsToItself() {
        assertThat(node.post("/api/v1/entries", "{\"list\":\"black\",\"identity\":490154203237518}")
                        .text("/errors/0/value"))
                .isEqualTo("490154203237518");
        assertThat(node.post("/api/v1/entries", "{").text("/detail"))
                .contains("line 1, column 2")
                .doesNotContain("Source");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        Answer refused = node.post("/api/v1/entries?dry=1", "{\"list\":\"x\",\"identity\":\"y\",\"reason\":\"z\"}");

        assertThat(refused.body().at("/errors")).hasSize(4);
        assertThat(refused.text("/errors/0/parameter")).isEqualTo("dry");
    }

    @Test
    void aWrongCheckDigitIsAcceptedWhenTheCallerSaysSo() {
        Answer added = node.post(
                "/api/v1/entries?checkDigit=ignore",
                "{\"list\":\"black\",\"identity\":\"490154203237517\",\"reason\":\"stolen\"}");

        assertThat(added.status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | JSON object",
                "null | JSON object",
                "[] | JSON object",
                "\"x\" | JSON object",
                "{\"list\": | no JSON",
                "{} {} | JSON object",
                "{\"list\":\"black\",\"list\":\"white\"} | Duplicate"
            })
    void aBodyThatIsNoJsonObjectIsMalformed(String body, String detail) {
        Answer refused = node.post("/api/v1/entries", body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.problem()).isEqualTo("malformed-request");
        assertThat(refused.text("/detail")).contains(detail);
    }

    @Test
    void onlyReasonsThatPeopleGiveWithdrawAnEntry() {
        long id = node.added("black", STOLEN, "stolen");

        Answer refused = node.post("/api/v1/entries/" + id + "/withdraw", "{\"reason\":\"corrected\"}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/errors/0/rule")).contains("recovered, mistake, court-order or other");
    }

    @Test
    void changesNeedTheDatabase() {
        node.lists.goAway(true);

        Answer refused = node.post(
                "/api/v1/entries", "{\"list\":\"black\",\"identity\":\"" + STOLEN + "\",\"reason\":\"stolen\"}");

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.problem()).isEqualTo("store-unavailable");
        assertThat(refused.header("retry-after")).isNotEmpty();
    }
}
