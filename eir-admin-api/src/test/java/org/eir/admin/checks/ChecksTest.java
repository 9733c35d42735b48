package org.eir.admin.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.eir.admin.TestNode;
import org.eir.admin.TestNode.Answer;
import org.eir.core.check.OriginMatcher;
import org.eir.core.check.OriginMatcher.Kind;
import org.eir.core.check.Policy;
import org.eir.core.check.Told;
import org.eir.core.check.Verdict;
import org.eir.core.register.RegisterUpdate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksTest {
    private static final String STOLEN = "490154203237518";

    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void aListedDeviceIsExplainedByItsEntries() {
        node.added("grey", "49015420", "counterfeit");
        long id = node.added("black", STOLEN, "stolen");

        Answer check = node.get("/api/v1/checks/" + STOLEN);

        assertThat(check.status()).isEqualTo(200);
        assertThat(check.text("/identity")).isEqualTo(STOLEN);
        assertThat(check.text("/imei")).isEqualTo("49015420323751");
        assertThat(check.text("/verdict")).isEqualTo("prohibited");
        assertThat(check.text("/rule")).isEqualTo("black-list");
        assertThat(check.text("/list")).isEqualTo("black");
        assertThat(check.text("/reason")).isEqualTo("stolen");
        assertThat(check.text("/level")).isEqualTo("single");
        assertThat(check.body().at("/revision").asLong()).isEqualTo(2);
        assertThat(check.body().at("/entries")).hasSize(2);
        assertThat(check.body().at("/entries/0/id").asLong()).isEqualTo(id);
        assertThat(check.text("/because"))
                .isEqualTo("It is on the black list: op-a reported this device as stolen, recorded"
                        + " 2026-11-23T10:15:30Z as entry 2.");
        assertThat(check.body().at("/note").isNull()).isTrue();
    }

    @Test
    void anUnlistedDeviceIsAnsweredByThePolicy() {
        node.policies.setStandard(new Policy(0, Verdict.PERMITTED, Verdict.REFUSED, Verdict.TRACKED));

        Answer check = node.get("/api/v1/checks/868918031234564?imsi=262011234567890&origin=mme.example.org");

        assertThat(check.text("/verdict")).isEqualTo("permitted");
        assertThat(check.text("/rule")).isEqualTo("unlisted");
        assertThat(check.body().at("/list").isNull()).isTrue();
        assertThat(check.body().at("/policyVersion").asLong()).isEqualTo(1);
        assertThat(check.body().at("/entries")).isEmpty();
        assertThat(check.text("/because"))
                .isEqualTo("No entry covers it; the policy (revision 1) answers that permitted.");
        assertThat(node.get("/api/v1/checks/001010123456789").text("/rule")).isEqualTo("test-identity");
        assertThat(node.get("/api/v1/checks/111111111111111").text("/rule")).isEqualTo("placeholder");
    }

    @Test
    void theAnswerNamesThePolicyOfWhoWouldAskAndWhoseLocalEntriesCounted() {
        node.policies.put(
                new Policy(
                        "visited",
                        0,
                        List.of(new OriginMatcher(Kind.GLOBAL_TITLE, "4917")),
                        Verdict.UNKNOWN,
                        Verdict.UNKNOWN,
                        Verdict.UNKNOWN,
                        "op-b",
                        new Told(Verdict.PROHIBITED, Verdict.PERMITTED, Verdict.UNKNOWN)),
                null,
                null,
                TestNode.OPERATOR.actor());
        node.added("grey", STOLEN, "fraud");

        Answer check = node.get("/api/v1/checks/" + STOLEN + "?origin=491720000001");

        assertThat(check.text("/verdict")).isEqualTo("permitted");
        assertThat(check.text("/decided")).isEqualTo("tracked");
        assertThat(check.text("/policy/name")).isEqualTo("visited");
        assertThat(check.text("/policy/organisation")).isEqualTo("op-b");
        assertThat(check.text("/because")).endsWith("The policy visited tells its networks permitted for tracked.");
        assertThat(node.get("/api/v1/checks/868918031234564?origin=491720000001")
                        .text("/because"))
                .isEqualTo("No entry covers it; the policy visited (revision 1) answers that unknown.");
        assertThat(node.get("/api/v1/checks/" + STOLEN).text("/policy/name")).isEqualTo("default");
        assertThat(node.get("/api/v1/checks/" + STOLEN).text("/verdict")).isEqualTo("tracked");
    }

    @ParameterizedTest
    @CsvSource({"1234,too short", "49015420323751812,too long", "4901542032375AB,not decimal", "35693803,too short"})
    void whatIsNoIdentityIsAnsweredByThePolicyToo(String identity, String defect) {
        Answer check = node.get("/api/v1/checks/" + identity);

        assertThat(check.status()).isEqualTo(200);
        assertThat(check.text("/rule")).isEqualTo("malformed");
        assertThat(check.text("/identity")).isEqualTo(identity);
        assertThat(check.body().at("/imei").isNull()).isTrue();
        assertThat(check.text("/because")).contains(defect);
    }

    @Test
    void aWrongCheckDigitIsAnsweredAndNoted() {
        node.added("black", STOLEN, "stolen");

        Answer check = node.get("/api/v1/checks/490154203237517");

        assertThat(check.text("/verdict")).isEqualTo("prohibited");
        assertThat(check.text("/note")).contains("is 8, not 7");
        assertThat(node.get("/api/v1/checks/490154203237510").body().at("/note").isNull())
                .isTrue();
        assertThat(node.get("/api/v1/checks/4901542032375199")
                        .body()
                        .at("/note")
                        .isNull())
                .isTrue();
    }

    @Test
    void theVerdictIsAnsweredWithoutTheDatabase() {
        node.added("black", STOLEN, "stolen");
        node.lists.goAway(true);

        Answer check = node.get("/api/v1/checks/" + STOLEN);

        assertThat(check.status()).isEqualTo(200);
        assertThat(check.text("/verdict")).isEqualTo("prohibited");
        assertThat(check.text("/because")).isEqualTo("It is on the black list as stolen.");
        assertThat(check.body().at("/entries").isNull()).isTrue();
        assertThat(check.text("/note")).contains("database cannot be reached");
    }

    @Test
    void whatWasAnsweredAtAMomentIsAnsweredAgainWithTheEntriesOfThatMoment() {
        node.added("black", STOLEN, "stolen");
        node.register.publish(new RegisterUpdate(9, TestNode.NOW), TestNode.NOW);

        Answer then = node.get("/api/v1/checks/" + STOLEN + "?at=2026-11-23T10:15:30Z");

        assertThat(then.text("/verdict")).isEqualTo("prohibited");
        assertThat(then.text("/at")).isEqualTo("2026-11-23T10:15:30Z");
        assertThat(then.body().at("/revision").asLong()).isEqualTo(1);
        assertThat(then.body().at("/entries")).hasSize(1);
        assertThat(then.text("/because")).startsWith("It is on the black list: op-a reported this device as stolen");

        Answer before = node.get("/api/v1/checks/" + STOLEN + "?at=2026-11-23T11:15:29%2B01:00");

        assertThat(before.text("/verdict")).isEqualTo("unknown");
        assertThat(before.text("/at")).isEqualTo("2026-11-23T10:15:29Z");
        assertThat(before.body().at("/revision").asLong()).isZero();
        assertThat(before.body().at("/entries")).isEmpty();
        assertThat(node.get("/api/v1/checks/" + STOLEN).body().at("/at").isNull())
                .isTrue();
    }

    @Test
    void whatIsNotKnownAnyMoreIsSaid() {
        node.history.loseRules();

        Answer then = node.get("/api/v1/checks/490154203237517?imsi=262011234567890&at=2026-11-23T10:15:30Z");

        assertThat(then.text("/note")).contains("is 8, not 7").endsWith("what it said is not known any more.");
    }

    @Test
    void thePastIsNotAnsweredWithoutTheDatabase() {
        node.lists.goAway(true);

        assertThat(node.get("/api/v1/checks/" + STOLEN + "?at=2026-11-23").problem())
                .isEqualTo("store-unavailable");
    }

    @Test
    void aCheckHereIsNotCountedAsTheNetworks() {
        node.get("/api/v1/checks/" + STOLEN);

        assertThat(node.counted).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "at=2026-11-23T10:15:31Z,at,lies in the future",
        "at=yesterday,at,has to be a moment",
        "imsi=12,imsi,6 to 15 decimal digits",
        "origin=,origin,1 to 255",
        "orgin=x,orgin,did you mean 'origin'?",
        "imsi=262011234567890&imsi=1,imsi,more than once"
    })
    void aParameterThatIsWrongIsNamed(String query, String parameter, String rule) {
        Answer refused = node.get("/api/v1/checks/" + STOLEN + "?" + query);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/errors/0/parameter")).isEqualTo(parameter);
        assertThat(refused.text("/errors/0/rule")).contains(rule);
    }
}
