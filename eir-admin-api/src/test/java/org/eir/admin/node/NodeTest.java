package org.eir.admin.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.parser.OpenAPIV3Parser;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.eir.admin.TestNode;
import org.eir.admin.TestNode.Answer;
import org.eir.core.check.Policy;
import org.eir.core.check.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeTest {
    private static final Predicate<String> INDEXED =
            Pattern.compile("/openapi.yaml|/docs.*|/").asMatchPredicate().negate();

    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void theStatusTellsWhatTheNodeHoldsAndHowFreshItIs() {
        node.policies.setStandard(new Policy(0, Verdict.PERMITTED, Verdict.REFUSED, Verdict.UNKNOWN));
        node.added("black", "490154203237518", "stolen");
        node.status =
                new NodeStatus("0.1.0", NodeStatus.State.STALE, TestNode.NOW, "PostgreSQL refused the connection");
        node.alarms =
                List.of(new AlarmStatus("peer-lost", "major", "stp-a", TestNode.NOW, "It was connected, and is gone."));

        assertThat(node.get("/api/v1/status").body().toString()).isEqualTo("""
                {"version":"0.1.0","revision":2,"recordedAt":"2026-11-23T10:15:30Z","identities":1,"tacs":1,\
                "datedIdentities":0,\
                "policy":{"version":1,"unlisted":"permitted","malformed":"refused","testIdentity":"unknown"},\
                "freshness":{"state":"stale","confirmedAt":"2026-11-23T10:15:30Z",\
                "problem":"PostgreSQL refused the connection"},\
                "log":{"state":"consistent","size":0,"problem":null},\
                "alarms":[{"alarm":"peer-lost","severity":"major","about":"stp-a","since":"2026-11-23T10:15:30Z",\
                "detail":"It was connected, and is gone."}]}""");
    }

    @Test
    void thePeersAreShown() {
        node.peers = List.of(
                new PeerStatus(
                        "s13", "mme.example.org", "example.org", "127.0.0.1:40000", "open", TestNode.NOW, 7, List.of()),
                new PeerStatus(
                        "map",
                        "stp-a",
                        "home",
                        "10.9.0.1:2905",
                        "up",
                        TestNode.NOW,
                        3,
                        List.of(new PeerStatus.ApplicationServerStatus("eir-as", "active", "pending"))));

        assertThat(node.get("/api/v1/peers").body().toString()).isEqualTo("""
                {"peers":[{"interface":"s13","identity":"mme.example.org","realm":"example.org",\
                "address":"127.0.0.1:40000","state":"open","since":"2026-11-23T10:15:30Z","requests":7,\
                "applicationServers":[]},\
                {"interface":"map","identity":"stp-a","realm":"home",\
                "address":"10.9.0.1:2905","state":"up","since":"2026-11-23T10:15:30Z","requests":3,\
                "applicationServers":[{"name":"eir-as","asp":"active","state":"pending"}]}]}""");
    }

    @Test
    void theJournalIsReadInOrderByPages() {
        node.added("black", "490154203237518", "stolen");
        node.added("grey", "356938035643809", "fraud");
        node.post("/api/v1/entries/1/withdraw", "{\"reason\":\"recovered\"}");

        Answer first = node.get("/api/v1/changes?limit=2");
        assertThat(first.body().at("/changes/0").toString()).isEqualTo("""
                {"revision":1,"recordedAt":"2026-11-23T10:15:30Z","kind":"entries","actor":"operator",\
                "approver":null,"count":1,"leafHash":"00","rows":[{"number":1,"operation":"addition","entryId":1,\
                "subject":"49015420323751","list":"black","source":"op-a"}]}""");
        assertThat(first.body().at("/next").asLong()).isEqualTo(2);
        Answer second = node.get("/api/v1/changes?limit=2&after=2");
        assertThat(second.text("/changes/0/rows/0/operation")).isEqualTo("withdrawal");
        assertThat(second.body().at("/next").isNull()).isTrue();
        assertThat(node.get("/api/v1/changes?after=x").text("/errors/0/parameter"))
                .isEqualTo("after");
    }

    @Test
    void aNodeIsAliveWhenItAnswersAndReadyWhenNothingIsMissing() {
        node.missing = List.of("S13 does not listen");
        node.lists.goAway(true);

        Answer live = node.send(node.anonymous("/health/live").GET());
        assertThat(live.status()).isEqualTo(200);
        assertThat(live.text("/status")).isEqualTo("up");
        Answer notReady = node.send(node.anonymous("/health/ready").GET());
        assertThat(notReady.status()).isEqualTo(503);
        assertThat(notReady.text("/status")).isEqualTo("not-ready");
        assertThat(notReady.text("/reasons/0")).isEqualTo("S13 does not listen");

        node.missing = List.of();
        assertThat(node.send(node.anonymous("/health/ready").GET()).status()).isEqualTo(200);
    }

    @Test
    void aNodeThatAnswersFromMemoryIsReadyAndSaysThatItIsStale() {
        node.status = new NodeStatus("0.1.0", NodeStatus.State.STALE, TestNode.NOW, "the database is away");

        Answer ready = node.send(node.anonymous("/health/ready").GET());

        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.body().toString()).isEqualTo("""
                {"status":"stale","reasons":["the database is away"]}""");
    }

    @Test
    void metricsCountCallsByRouteAndNeverByIdentity() {
        node.get("/api/v1/checks/490154203237518");
        node.get("/nowhere/490154203237518");

        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(node.send(node.anonymous("/metrics").GET())
                                        .raw()
                                        .body())
                                .contains("eir_http_requests_seconds_count{method=\"GET\","
                                        + "route=\"/api/v1/checks/:identity\",status=\"2xx\"} 1")
                                .contains("status=\"4xx\"")
                                .doesNotContain("490154203237518")
                                .doesNotContain("armeria"));
    }

    @Test
    void theIndexNamesEveryPathOfTheContractWithItsMethods() {
        Answer index = node.send(node.anonymous("/").GET());

        assertThat(index.text("/contract")).isEqualTo("/openapi.yaml");
        assertThat(index.text("/resources/~1api~1v1~1entries")).isEqualTo("GET, POST");
        Set<String> paths =
                new OpenAPIV3Parser().read("openapi.yaml").getPaths().keySet();
        assertThat(index.body().path("resources").fieldNames())
                .toIterable()
                .containsAll(paths.stream().filter(INDEXED).toList());
    }
}
