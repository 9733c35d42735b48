package org.eir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.eir.admin.TestNode.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A call with an Idempotency-Key is made once, however often it is sent. */
class IdempotencyTest {
    private static final String BLOCK =
            "{\"list\":\"black\",\"identity\":\"490154203237518\",\"reason\":\"stolen\",\"note\":\"John Smith\"}";

    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void theSameCallAgainIsAnsweredTheSameAndNotMadeAgain() {
        Answer first = add("op-a", "k1", BLOCK);
        node.post("/api/v1/entries/1/withdraw", "{\"reason\":\"recovered\"}");

        Answer again = add("op-a", "k1", BLOCK);

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.header("idempotency-replayed")).isEmpty();
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("idempotency-replayed")).isEqualTo("true");
        assertThat(again.raw().body()).isEqualTo(first.raw().body());
        assertThat(again.header("location")).isEqualTo(first.header("location"));
        assertThat(again.header("etag")).isEqualTo(first.header("etag"));
        assertThat(node.verdict("490154203237518")).isEqualTo("unknown");
    }

    @Test
    void aRefusalIsAnAnswerToo() {
        node.added("golden", "490154203237518", "test");

        assertThat(add("op-a", "k1", BLOCK).problem()).isEqualTo("golden-conflict");
        node.post("/api/v1/entries/1/withdraw", "{\"reason\":\"mistake\"}");
        Answer again = add("op-a", "k1", BLOCK);
        assertThat(again.problem()).isEqualTo("golden-conflict");
        assertThat(again.header("idempotency-replayed")).isEqualTo("true");
    }

    @Test
    void aKeyStandsForOneRequest() {
        add("op-a", "k1", BLOCK);

        Answer other = add("op-a", "k1", BLOCK.replace("stolen", "lost"));

        assertThat(other.status()).isEqualTo(422);
        assertThat(other.problem()).isEqualTo("key-reused");
    }

    @Test
    void eachCallerHasKeysOfItsOwn() {
        add("op-a", "k1", BLOCK);

        Answer other = add("op-b", "k1", BLOCK);

        assertThat(other.status()).isEqualTo(201);
        assertThat(other.header("idempotency-replayed")).isEmpty();
    }

    @Test
    void whatFailedMayBeTriedAgainWithTheSameKey() {
        node.lists.goAway(true);
        assertThat(add("op-a", "k1", BLOCK).status()).isEqualTo(503);

        node.lists.goAway(false);
        assertThat(add("op-a", "k1", BLOCK).status()).isEqualTo(201);
    }

    @Test
    void aCallThatIsUnderWayIsNotMadeBesideItself() {
        node.answeredCalls.endNone();
        add("op-a", "k1", BLOCK);

        Answer second = add("op-a", "k1", BLOCK);

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.problem()).isEqualTo("call-under-way");
        assertThat(second.header("retry-after")).isEqualTo("1");
        assertThat(node.lists.lastRevision()).isEqualTo(1);
    }

    @Test
    void anUploadWithAKeyIsReceivedOnce() {
        Answer first = upload("list=black");
        Answer again = upload("list=black");

        assertThat(first.status()).isEqualTo(202);
        assertThat(again.raw().body()).isEqualTo(first.raw().body());
        assertThat(again.header("idempotency-replayed")).isEqualTo("true");
        assertThat(node.get("/api/v1/imports/2").status()).isEqualTo(404);
        assertThat(upload("list=grey").problem()).isEqualTo("key-reused");
    }

    private Answer upload(String query) {
        return node.send(node.request("/api/v1/imports?" + query)
                .header("Content-Type", "text/csv")
                .header("Idempotency-Key", "k1")
                .POST(BodyPublishers.ofString("imei\n490154203237518\n")));
    }

    @Test
    void whatIsKeptTellsNothingWithoutTheKey() {
        // Long enough not to stand in some hundred random octets by chance.
        String key = "the-key-of-the-call";
        add("op-a", key, BLOCK);

        String kept = new String(node.answeredCalls.kept(), StandardCharsets.ISO_8859_1);
        assertThat(kept).isNotEmpty().doesNotContain("Smith", "49015420", "op-a", key);
    }

    @Test
    void aKeyThatIsNoneIsRefused() {
        Answer refused = add("op-a", "two words", BLOCK);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/errors/0/field")).isEqualTo("Idempotency-Key");
    }

    private Answer add(String operator, String key, String body) {
        return node.send(node.anonymous("/api/v1/entries")
                .header("Authorization", "Bearer " + operator)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body)));
    }
}
