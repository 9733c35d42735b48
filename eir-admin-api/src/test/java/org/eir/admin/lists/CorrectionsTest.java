package org.eir.admin.lists;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import org.eir.admin.TestNode;
import org.eir.admin.TestNode.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A corrected entry takes the place of one, and a change may be meant for one state only. */
class CorrectionsTest {
    private static final String WRONG = "490154203237518";
    private static final String RIGHT = "490154203237526";

    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void aCorrectionIsOneChange() {
        long id = node.added("black", WRONG, "stolen");

        Answer corrected = node.post("/api/v1/entries/" + id + "/correct", body("black", RIGHT));

        assertThat(corrected.status()).isEqualTo(201);
        long newId = corrected.body().at("/id").asLong();
        assertThat(newId).isNotEqualTo(id);
        assertThat(corrected.header("location")).isEqualTo("/api/v1/entries/" + newId);
        assertThat(node.verdict(WRONG)).isEqualTo("unknown");
        assertThat(node.verdict(RIGHT)).isEqualTo("prohibited");
        assertThat(node.get("/api/v1/entries/" + id).text("/withdrawn/reason")).isEqualTo("corrected");
        Answer journal = node.get("/api/v1/changes?after=1");
        assertThat(journal.body().at("/changes")).hasSize(1);
        assertThat(journal.text("/changes/0/rows/0/operation")).isEqualTo("withdrawal");
        assertThat(journal.text("/changes/0/rows/1/operation")).isEqualTo("addition");
    }

    @Test
    void aCorrectionThatSaysTheSameChangesNothing() {
        long id = node.added("black", WRONG, "stolen");

        Answer same = node.post("/api/v1/entries/" + id + "/correct", body("black", WRONG));

        assertThat(same.status()).isEqualTo(200);
        assertThat(node.get("/api/v1/changes").body().at("/changes")).hasSize(1);
    }

    @Test
    void aCorrectionThatMeetsAnotherEntryOfTheSourceLeavesBothAsTheyAre() {
        long id = node.added("black", WRONG, "stolen");
        long other = node.added("black", RIGHT, "lost");

        Answer conflict = node.post("/api/v1/entries/" + id + "/correct", body("black", RIGHT));

        assertThat(conflict.problem()).isEqualTo("already-listed");
        assertThat(conflict.body().at("/existing").asLong()).isEqualTo(other);
        assertThat(node.verdict(WRONG)).isEqualTo("prohibited");
    }

    @Test
    void aCorrectionKeepsTheSource() {
        long id = node.added("black", WRONG, "stolen");

        Answer refused = node.post("/api/v1/entries/" + id + "/correct", """
                {"list":"black","identity":"490154203237518","reason":"lost","source":"op-b"}""");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/errors/0/rule")).contains("keeps the source, op-a");
    }

    @Test
    void aWithdrawnEntryIsNotCorrected() {
        long id = node.added("black", WRONG, "stolen");
        node.post("/api/v1/entries/" + id + "/withdraw", "{\"reason\":\"mistake\"}");

        assertThat(node.post("/api/v1/entries/" + id + "/correct", body("black", RIGHT))
                        .problem())
                .isEqualTo("already-withdrawn");
        assertThat(node.verdict(RIGHT)).isEqualTo("unknown");
    }

    @Test
    void aChangeIsMadeOnlyInTheStateThatItNames() {
        long id = node.added("black", WRONG, "stolen");
        String path = "/api/v1/entries/" + id;
        String state = node.get(path).header("etag");
        assertThat(state).isEqualTo("\"1\"");

        Answer other = conditional(path + "/withdraw", "\"7\"");
        assertThat(other.status()).isEqualTo(412);
        assertThat(other.problem()).isEqualTo("precondition-failed");
        assertThat(other.header("etag")).isEqualTo(state);
        assertThat(conditional(path + "/withdraw", "W/" + state).status()).isEqualTo(412);

        Answer done = conditional(path + "/withdraw", "\"7\", " + state);
        assertThat(done.status()).isEqualTo(200);
        assertThat(done.header("etag")).isEqualTo("\"2\"");
        assertThat(conditional(path + "/withdraw", state).problem()).isEqualTo("precondition-failed");
        assertThat(conditional(path + "/withdraw", "*").problem()).isEqualTo("precondition-failed");
    }

    private Answer conditional(String path, String state) {
        return node.send(node.request(path)
                .header("If-Match", state)
                .POST(BodyPublishers.ofString("{\"reason\":\"recovered\"}")));
    }

    private static String body(String list, String identity) {
        return "{\"list\":\"%s\",\"identity\":\"%s\",\"reason\":\"stolen\"}".formatted(list, identity);
    }
}
