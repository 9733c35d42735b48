package org.eir.admin.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.eir.admin.TestNode;
import org.eir.admin.TestNode.Answer;
import org.eir.core.audit.Finding;
import org.eir.core.audit.LogStatus;
import org.eir.core.change.AccessJournal.Read;
import org.eir.core.check.CheckInterface;
import org.eir.core.check.Origin;
import org.eir.core.check.Rule;
import org.eir.core.check.Verdict;
import org.eir.core.identity.Imsi;
import org.eir.core.identity.PresentedIdentity;
import org.eir.core.records.CheckRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordsTest {
    private static final String PATH = "/api/v1/records";
    private static final String PHONE = "4901542032375101";
    private static final String ALICE = "262011234567890";

    private final TestNode node = new TestNode();

    @BeforeEach
    void threeQuestions() {
        node.records.keep(List.of(
                check(0, "mme1.home", "home", PHONE, Verdict.PROHIBITED, Rule.BLACK_LIST),
                check(1, "mme9.visited", "visited", PHONE, Verdict.PROHIBITED, Rule.BLACK_LIST),
                check(2, "mme1.home", "home", "12*", Verdict.REFUSED, Rule.MALFORMED)));
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void aRecordSaysWhoAskedAndWhatWasTold() {
        assertThat(node.get(PATH + "?origin=visited").body().at("/records/0").toString())
                .isEqualTo("""
                {"at":"2026-11-23T10:15:31Z","via":"s13-prime","peer":"dra1","origin":"mme9.visited","realm":"visited",\
                "identity":"49015420323751","softwareVersion":1,"defect":null,"subscriber":"262011234567890",\
                "verdict":"prohibited","decided":"prohibited","rule":"black-list","revision":7,"policyVersion":1}""");
        assertThat(node.get(PATH + "?verdict=refused").text("/records/0/defect"))
                .isEqualTo("not-decimal");
    }

    @ParameterizedTest
    @CsvSource({
        "'',3",
        "identity=490154203237518,2",
        "origin=home,2",
        "origin=mme1.home&verdict=prohibited,1",
        "from=2026-11-23T10:15:31Z,2",
        "to=2026-11-23T10:15:31Z,1",
        "identity=356938035643809,0",
    })
    void recordsAreFoundByWhatIsKnownOfThem(String query, int expected) {
        assertThat(node.get(PATH + (query.isEmpty() ? "" : "?" + query)).body().at("/records"))
                .hasSize(expected);
    }

    @Test
    void theLatestComeFirstPageByPage() {
        Answer first = node.get(PATH + "?limit=2");
        Answer second = node.get(PATH + "?limit=2&cursor=" + first.text("/next"));

        assertThat(first.body().at("/records").findValuesAsText("at"))
                .containsExactly("2026-11-23T10:15:32Z", "2026-11-23T10:15:31Z");
        assertThat(second.body().at("/records").findValuesAsText("at")).containsExactly("2026-11-23T10:15:30Z");
        assertThat(second.body().at("/next").isNull()).isTrue();
    }

    @Test
    void whoMaySeeSubscribersIsRecordedAsHavingSeenThem() {
        assertThat(node.get(PATH).text("/records/0/subscriber")).isEqualTo(ALICE);
        assertThat(node.sightings.accesses).hasSize(1);
        assertThat(node.sightings.accesses.getFirst().read()).isEqualTo(Read.CHECK_RECORDS);
        node.sightings.isJournalAway = true;
        assertThat(node.get(PATH).status()).isEqualTo(503);

        assertThat(node.send(node.request("op-a", PATH).GET()).text("/records/0/subscriber"))
                .isEqualTo("26201**********");
    }

    @Test
    void whereThatCannotBeRecordedBecauseTheLogDoesNotFitSubscribersAreNotShown() {
        node.log.status = new LogStatus(
                LogStatus.State.INCONSISTENT,
                7,
                new Finding(Finding.Kind.LEAF_CHANGED, 7, 0, "is not what was hashed"));

        assertThat(node.get(PATH).problem()).isEqualTo("log-inconsistent");
        assertThat(node.sightings.accesses).isEmpty();
    }

    @Test
    void whoMayNotReadTheJournalIsRefused() {
        assertThat(node.send(node.request(node.key("viewer"), PATH).GET()).problem())
                .isEqualTo("not-permitted");
    }

    @ParameterizedTest
    @CsvSource({
        "identity=12,identity",
        "from=yesterday,from",
        "verdict=green,verdict",
        "limit=1001,limit",
        "cursor=x,cursor"
    })
    void whatIsWrongIsNamed(String query, String parameter) {
        assertThat(node.get(PATH + "?" + query).text("/errors/0/parameter")).isEqualTo(parameter);
    }

    private static CheckRecord check(
            int second, String host, String realm, String identity, Verdict verdict, Rule rule) {
        return new CheckRecord(
                TestNode.NOW.plusSeconds(second),
                CheckInterface.S13_PRIME,
                "dra1",
                new Origin(host, realm),
                PresentedIdentity.of(identity),
                new Imsi(ALICE),
                verdict,
                verdict,
                rule,
                7,
                1);
    }
}
