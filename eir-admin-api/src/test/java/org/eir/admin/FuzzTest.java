package org.eir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.eir.admin.TestNode.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nonsense is refused, never stumbled over. Seeded, so that a failure can be repeated. */
class FuzzTest {
    private static final int ROUNDS = 400;
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"",
            "\\u0000",
            "null",
            "1e999",
            "-",
            "true",
            "\"list\"",
            "\"black\"",
            "\"identity\"",
            "\"490154203237518\"",
            "\"reason\"",
            "\"stolen\"",
            "\"validFrom\"",
            "\"+999999999-01-01\"",
            "imei",
            "tac",
            "490154203237518",
            "\n",
            "\r",
            "\u0000",
            "\uFEFF",
            "é",
            "\uD800",
            " ",
            ";",
            "20261101",
            "valid_until",
            "reporting_date",
            "9999-12-31T23:59:60Z");

    private final TestNode node = new TestNode();
    private final Random random = new Random(20261123);

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void noBodyMakesAnEntryCallFail() {
        for (int i = 0; i < ROUNDS; i++) {
            String body = nonsense();
            assertRefusedOrDone(node.post("/api/v1/entries", body), body);
        }
    }

    @Test
    void aKnownEntryWithOneStrangeFieldNeverFails() {
        List<String> fields = List.of("reference", "note", "source", "reported", "validFrom", "validUntil", "scope");
        for (int i = 0; i < ROUNDS; i++) {
            String field = fields.get(random.nextInt(fields.size()));
            String value = nonsense().replaceAll("[\\p{Cntrl}\"\\\\]", "");
            String body = "{\"list\":\"black\",\"identity\":\"%014d\",\"reason\":\"stolen\",\"%s\":\"%s\"}"
                    .formatted(i, field, value);
            assertRefusedOrDone(node.post("/api/v1/entries", body), body);
        }
    }

    @Test
    void noFileMakesAnImportFail() {
        for (int i = 0; i < ROUNDS; i++) {
            String text = (random.nextBoolean() ? "imei,reference,reporting_date\n" : "") + nonsense();
            byte[] file = text.getBytes(StandardCharsets.UTF_8);
            if (random.nextInt(3) == 0 && file.length > 0) {
                file[random.nextInt(file.length)] = (byte) random.nextInt();
            }
            assertRefusedOrDone(node.upload("list=black&dryRun=true", BodyPublishers.ofByteArray(file)), text);
        }
    }

    @Test
    void noPathOrQueryMakesACallFail() {
        List<String> paths = List.of(
                "/api/v1/checks/%s",
                "/api/v1/entries?identity=%s",
                "/api/v1/entries/%s",
                "/api/v1/imports/%s",
                "/api/v1/changes?after=%s",
                "/%s");
        for (int i = 0; i < ROUNDS; i++) {
            String path = paths.get(random.nextInt(paths.size())).formatted(TestNode.encoded(nonsense()));
            assertRefusedOrDone(node.get(path), path);
        }
    }

    private static void assertRefusedOrDone(Answer answer, String sent) {
        assertThat(answer.status()).as(sent).isBetween(200, 499);
        if (answer.status() >= 400) {
            assertThat(answer.header("content-type")).as(sent).startsWith("application/problem+json");
        }
    }

    private String nonsense() {
        StringBuilder nonsense = new StringBuilder();
        for (int pieces = random.nextInt(24); pieces > 0; pieces--) {
            nonsense.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return nonsense.toString();
    }
}
