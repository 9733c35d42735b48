package org.eir.admin.lists;

import static org.assertj.core.api.Assertions.assertThat;

import org.eir.admin.TestNode;
import org.eir.admin.TestNode.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Entries belong to their source, and the golden list is above them all. */
class OwnersTest {
    private static final String STOLEN = "490154203237518";
    private static final String BLOCK = "{\"list\":\"black\",\"identity\":\"490154203237518\",\"reason\":\"stolen\"%s}";
    private static final String WITHDRAW = "{\"reason\":\"recovered\"}";

    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void twoOperatorsEachBlockADeviceAndWithdrawingOneLeavesTheOther() {
        long ofA = blocked("op-a");
        long ofB = blocked("op-b");

        assertThat(withdrawn("op-a", ofA).status()).isEqualTo(200);
        assertThat(node.verdict(STOLEN)).isEqualTo("prohibited");
        assertThat(withdrawn("op-b", ofB).status()).isEqualTo(200);
        assertThat(node.verdict(STOLEN)).isEqualTo("unknown");
    }

    @Test
    void nobodyChangesWhatBelongsToAnother() {
        long ofA = blocked("op-a");

        Answer withdrawal = withdrawn("op-b", ofA);
        Answer correction = node.post("op-b", "/api/v1/entries/" + ofA + "/correct", BLOCK.formatted(""));
        Answer addition = node.post("op-b", "/api/v1/entries", BLOCK.formatted(",\"source\":\"op-a\""));

        for (Answer refused : new Answer[] {withdrawal, correction, addition}) {
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.problem()).isEqualTo("not-the-owner");
            assertThat(refused.text("/detail")).contains("op-a", "op-b");
        }
        assertThat(node.verdict(STOLEN)).isEqualTo("prohibited");
    }

    @Test
    void anAdministratorWithdrawsForEverybody() {
        long ofB = blocked("op-b");

        assertThat(node.post("/api/v1/entries/" + ofB + "/withdraw", WITHDRAW).status())
                .isEqualTo(200);
    }

    @Test
    void whatTheGoldenListProtectsIsNotBlocked() {
        long golden = node.added("golden", "49015420323700-49015420323799", "test");

        Answer refused = node.post("op-a", "/api/v1/entries", BLOCK.formatted(""));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("golden-conflict");
        assertThat(refused.body().at("/existing").asLong()).isEqualTo(golden);
        assertThat(refused.text("/errors/0/rule")).contains("golden entry " + golden + " of op-a");
        assertThat(node.verdict(STOLEN)).isEqualTo("permitted");
    }

    @Test
    void aWiderBlockIsMadeAndGoesAroundTheGoldenDevice() {
        node.added("golden", STOLEN, "test");

        assertThat(node.added("black", "49015420", "counterfeit")).isPositive();
        assertThat(node.verdict(STOLEN)).isEqualTo("permitted");
        assertThat(node.verdict("490154203237526")).isEqualTo("prohibited");
    }

    @Test
    void theGoldenListIsOverriddenOnlyByWhoMayAndOnlyWhenAsked() {
        node.added("golden", STOLEN, "test");
        String overriding = BLOCK.formatted(",\"overrideGolden\":true");

        Answer operator = node.post("op-a", "/api/v1/entries", overriding);
        assertThat(operator.status()).isEqualTo(403);
        assertThat(operator.text("/detail")).contains("override-golden");
        assertThat(node.verdict(STOLEN)).isEqualTo("permitted");

        assertThat(node.post("/api/v1/entries", overriding).status()).isEqualTo(201);
        assertThat(node.verdict(STOLEN)).isEqualTo("prohibited");
    }

    @Test
    void onlyAdministratorsKeepTheGoldenList() {
        Answer refused = node.post(
                "op-a", "/api/v1/entries", "{\"list\":\"golden\",\"identity\":\"" + STOLEN + "\",\"reason\":\"test\"}");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.problem()).isEqualTo("not-permitted");
    }

    private long blocked(String operator) {
        Answer answer = node.post(operator, "/api/v1/entries", BLOCK.formatted(""));
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.text("/source")).isEqualTo(operator);
        return answer.body().at("/id").asLong();
    }

    private Answer withdrawn(String operator, long id) {
        return node.post(operator, "/api/v1/entries/" + id + "/withdraw", WITHDRAW);
    }
}
