package org.eir.admin.lists;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import org.eir.admin.TestNode;
import org.eir.admin.TestNode.Answer;
import org.eir.core.change.Actor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A device with several identities is blocked and unblocked as one. */
class DevicesTest {
    private static final String FIRST = "49015420323751";
    private static final String SECOND = "35693803564380";
    private static final String BLOCK = "{\"list\":\"black\",\"reason\":\"stolen\",\"reference\":\"FIR 12/2026\"}";
    private static final String WITHDRAW = "{\"list\":\"black\",\"reason\":\"recovered\"}";

    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void allIdentitiesAreBlockedAndUnblockedInOneChangeEach() {
        long device = formed("op-a", FIRST, SECOND);

        Answer blocked = node.post("op-a", "/api/v1/device-groups/" + device + "/entries", BLOCK);
        assertThat(blocked.status()).isEqualTo(201);
        assertThat(blocked.body().at("/entries")).hasSize(2);
        assertThat(blocked.text("/entries/0/revision")).isEqualTo(blocked.text("/entries/1/revision"));
        assertThat(node.verdict(FIRST)).isEqualTo("prohibited");
        assertThat(node.verdict(SECOND)).isEqualTo("prohibited");

        Answer withdrawn = node.post("op-a", "/api/v1/device-groups/" + device + "/withdraw", WITHDRAW);
        assertThat(withdrawn.status()).isEqualTo(200);
        assertThat(withdrawn.body().at("/entries")).hasSize(2);
        assertThat(node.verdict(FIRST)).isEqualTo("unknown");
        assertThat(node.verdict(SECOND)).isEqualTo("unknown");
        assertThat(node.get("/api/v1/changes").body().at("/changes")).hasSize(3);
        assertThat(node.post("op-a", "/api/v1/device-groups/" + device + "/withdraw", WITHDRAW)
                        .problem())
                .isEqualTo("already-withdrawn");
    }

    @Test
    void aDeviceThatSomebodyDissolvesMeanwhileIsNeitherListedNorWithdrawn() {
        long device = formed("op-a", FIRST, SECOND);
        String path = "/api/v1/device-groups/" + device;
        node.lists.beforeNextChange(() -> node.devices.dissolve(device, new Actor("somebody")));

        assertThat(node.post("op-a", path + "/entries", BLOCK).problem()).isEqualTo("already-dissolved");

        assertThat(node.verdict(FIRST)).isEqualTo("unknown");
        long other = formed("op-a", FIRST, SECOND);
        node.post("op-a", "/api/v1/device-groups/" + other + "/entries", BLOCK);
        node.lists.beforeNextChange(() -> node.devices.dissolve(other, new Actor("somebody")));
        Answer withdrawn = node.send(node.request("op-a", "/api/v1/device-groups/" + other + "/withdraw")
                .header("Content-Type", "application/json")
                .header("If-Match", node.get("/api/v1/device-groups/" + other).header("etag"))
                .POST(BodyPublishers.ofString(WITHDRAW)));
        assertThat(withdrawn.status()).isEqualTo(412);
        assertThat(withdrawn.problem()).isEqualTo("precondition-failed");
        assertThat(node.verdict(FIRST)).isEqualTo("prohibited");
    }

    @Test
    void identitiesThatAreListedAlreadyStayAsTheyAre() {
        long device = formed("op-a", FIRST, SECOND);
        node.post("/api/v1/entries", """
                {"list":"black","identity":"49015420323751","reason":"stolen","reference":"FIR 12/2026"}""");

        assertThat(node.post("/api/v1/device-groups/" + device + "/entries", BLOCK)
                        .status())
                .isEqualTo(201);
        Answer again = node.post("/api/v1/device-groups/" + device + "/entries", BLOCK);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body().at("/entries")).hasSize(2);
    }

    @Test
    void oneIdentityInTheWayAndNoneIsBlocked() {
        long device = formed("op-a", FIRST, SECOND);
        node.added("golden", SECOND, "test");

        assertThat(node.post("/api/v1/device-groups/" + device + "/entries", BLOCK)
                        .problem())
                .isEqualTo("golden-conflict");
        assertThat(node.verdict(FIRST)).isEqualTo("unknown");

        node.added("black", FIRST, "lost");
        assertThat(node.post("/api/v1/device-groups/" + device + "/entries", BLOCK)
                        .problem())
                .isEqualTo("already-listed");
    }

    @Test
    void anIdentityIsPartOfOneDevice() {
        long device = formed("op-a", FIRST, SECOND);

        Answer taken = form("op-b", SECOND, "35693803000000");

        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.problem()).isEqualTo("already-grouped");
        assertThat(taken.body().at("/existing").asLong()).isEqualTo(device);
        assertThat(node.get("/api/v1/device-groups?identity=356938035643809").text("/devices/0/id"))
                .isEqualTo(Long.toString(device));
        assertThat(node.get("/api/v1/device-groups?identity=35693803000000")
                        .body()
                        .at("/devices"))
                .isEmpty();
    }

    @Test
    void aDissolvedDeviceIsOneNoLonger() {
        long device = formed("op-a", FIRST, SECOND);
        node.post("/api/v1/device-groups/" + device + "/entries", BLOCK);
        assertThat(node.post("op-b", "/api/v1/device-groups/" + device + "/dissolve", "")
                        .problem())
                .isEqualTo("not-the-owner");

        Answer dissolved = node.post("op-a", "/api/v1/device-groups/" + device + "/dissolve", "");

        assertThat(dissolved.status()).isEqualTo(200);
        assertThat(dissolved.text("/dissolved/revision")).isEqualTo("3");
        assertThat(node.verdict(FIRST)).isEqualTo("prohibited");
        assertThat(node.post("op-a", "/api/v1/device-groups/" + device + "/dissolve", "")
                        .problem())
                .isEqualTo("already-dissolved");
        assertThat(node.post("op-a", "/api/v1/device-groups/" + device + "/entries", BLOCK)
                        .problem())
                .isEqualTo("already-dissolved");
        assertThat(form("op-b", SECOND, "35693803000000").status()).isEqualTo(201);
    }

    @Test
    void aDeviceIsChangedOnlyInTheStateThatTheCallNames() {
        long device = formed("op-a", FIRST, SECOND);
        String state = node.get("/api/v1/device-groups/" + device).header("etag");

        assertThat(dissolve(device, "\"99\"").status()).isEqualTo(412);
        assertThat(dissolve(device, state).status()).isEqualTo(200);
        assertThat(dissolve(device, state).status()).isEqualTo(412);
    }

    @Test
    void whatIsNoDeviceIsRefusedByField() {
        assertThat(form("op-a", FIRST).text("/errors/0/rule")).contains("2 to 8 different IMEIs");
        assertThat(form("op-a", FIRST, "490154203237518").text("/errors/0/rule"))
                .contains("2 to 8 different IMEIs");
        assertThat(form("op-a", FIRST, "35693803").text("/errors/0/value")).isEqualTo("35693803");
        assertThat(form("op-a", FIRST, "35693803").text("/errors/0/pointer")).isEqualTo("/identities/1");
        // None of many is left out unseen, however often others are repeated.
        assertThat(form("op-a", FIRST, FIRST, FIRST, FIRST, FIRST, FIRST, FIRST, FIRST, SECOND)
                        .text("/errors/0/rule"))
                .contains("2 to 8 different IMEIs");
        assertThat(node.post("op-a", "/api/v1/device-groups", "{}").text("/errors/0/rule"))
                .isEqualTo("is missing");
        assertThat(node.get("/api/v1/device-groups/99").status()).isEqualTo(404);
        assertThat(node.post("/api/v1/device-groups/99/entries", BLOCK).status())
                .isEqualTo(404);
        assertThat(node.post("/api/v1/device-groups/99/withdraw", WITHDRAW).status())
                .isEqualTo(404);
        assertThat(node.post("/api/v1/device-groups/99/dissolve", "").status()).isEqualTo(404);
    }

    private Answer dissolve(long device, String state) {
        return node.send(node.request("/api/v1/device-groups/" + device + "/dissolve")
                .header("If-Match", state)
                .POST(BodyPublishers.noBody()));
    }

    private long formed(String operator, String... identities) {
        Answer answer = form(operator, identities);
        assertThat(answer.status()).isEqualTo(201);
        return answer.body().at("/id").asLong();
    }

    private Answer form(String operator, String... identities) {
        return node.post(
                operator, "/api/v1/device-groups", "{\"identities\":[\"" + String.join("\",\"", identities) + "\"]}");
    }
}
