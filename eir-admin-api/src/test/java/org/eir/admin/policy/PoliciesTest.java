package org.eir.admin.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.eir.admin.TestNode;
import org.eir.admin.TestNode.Answer;
import org.eir.core.check.Policy;
import org.eir.core.check.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoliciesTest {
    private static final String VISITED = "/api/v1/policies/visited";
    private static final String STANDARD = "/api/v1/policies/default";
    private static final String BODY = """
            {"origins":[{"kind":"realm","value":"Visited.ORG"},{"kind":"point-code","value":"2-100-5"}],
             "unlisted":"unknown","malformed":"refused","organisation":"op-b","told":{"tracked":"permitted"},
             "reference":"decision 12/2026"}""";

    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void aNewPolicyIsRecordedAndFollowedAtOnce() {
        Answer created = node.put(VISITED, BODY);

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("etag")).isEqualTo("\"1\"");
        assertThat(created.body().at("/applied").asBoolean()).isTrue();
        assertThat(created.text("/origins/0/value")).isEqualTo("visited.org");
        assertThat(created.text("/origins/1/value")).isEqualTo("4901");
        assertThat(created.text("/testIdentity")).isEqualTo("unknown");
        assertThat(created.text("/told/tracked")).isEqualTo("permitted");
        assertThat(created.text("/told/prohibited")).isEqualTo("prohibited");
        assertThat(node.register.view().policies().named("visited")).isPresent();
        assertThat(node.get(VISITED).header("etag")).isEqualTo("\"1\"");
        assertThat(node.get("/api/v1/policies").body().at("/policies")).hasSize(1);
        assertThat(node.get("/api/v1/changes").text("/changes/0/kind")).isEqualTo("policy");
    }

    @Test
    void whoChangesAPolicyNamesTheStateItWasReadIn() {
        node.put(VISITED, BODY);
        String stricter = BODY.replace("\"unknown\"", "\"prohibited\"");

        Answer without = node.put(VISITED, stricter);
        assertThat(without.status()).isEqualTo(428);
        assertThat(without.problem()).isEqualTo("precondition-required");
        assertThat(without.header("etag")).isEqualTo("\"1\"");

        Answer changed = node.put(VISITED, stricter, "If-Match", "\"1\"");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.header("etag")).isEqualTo("\"2\"");

        Answer stale = node.put(VISITED, BODY, "If-Match", "\"1\"");
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.problem()).isEqualTo("precondition-failed");
        assertThat(node.get(VISITED).text("/unlisted")).isEqualTo("prohibited");
        assertThat(node.put(VISITED, BODY, "If-None-Match", "*").status()).isEqualTo(412);
        assertThat(node.put(VISITED, BODY, "If-Match", "*").status()).isEqualTo(200);
    }

    @Test
    void aPolicyThatIsNotThereIsInNoState() {
        assertThat(node.put(VISITED, BODY, "If-Match", "\"1\"").status()).isEqualTo(412);
        assertThat(node.put(VISITED, BODY, "If-None-Match", "*").status()).isEqualTo(201);
    }

    @Test
    void settingTheSameAgainChangesNothing() {
        node.put(VISITED, BODY);
        Answer again = node.put(VISITED, BODY, "If-Match", "\"1\"");

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body().at("/version").asLong()).isEqualTo(1);
        assertThat(node.lists.lastRevision()).isEqualTo(1);
    }

    @Test
    void anOriginHasOnePolicy() {
        node.put(VISITED, BODY);
        Answer taken = node.put("/api/v1/policies/other", BODY);

        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.problem()).isEqualTo("origin-taken");
        assertThat(taken.text("/detail")).contains("The policy visited is for the");
    }

    @Test
    void aWithdrawnPolicyIsGone() {
        node.put(VISITED, BODY);

        Answer withdrawn = node.send(node.request(VISITED + "/withdraw")
                .header("Content-Type", "application/json")
                .header("If-Match", "\"1\"")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{\"reason\":\"other\"}")));

        assertThat(withdrawn.status()).isEqualTo(200);
        assertThat(withdrawn.body().at("/revision").asLong()).isEqualTo(2);
        assertThat(node.get(VISITED).status()).isEqualTo(404);
        assertThat(node.register.view().policies().named()).isEmpty();
        assertThat(node.post(VISITED + "/withdraw", "{\"reason\":\"other\"}").status())
                .isEqualTo(404);
    }

    @Test
    void theDefaultPolicyIsChangedAndNeverWithdrawn() {
        node.policies.setStandard(new Policy(0, Verdict.PERMITTED, Verdict.UNKNOWN, Verdict.PERMITTED));
        Answer changed =
                node.put(STANDARD, "{\"unlisted\":\"prohibited\",\"malformed\":\"unknown\"}", "If-Match", "\"1\"");

        assertThat(changed.status()).isEqualTo(200);
        assertThat(node.verdict("868918031234564")).isEqualTo("prohibited");
        assertThat(node.post(STANDARD + "/withdraw", "{\"reason\":\"other\"}").status())
                .isEqualTo(422);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "visited | {\"unlisted\":\"unknown\",\"malformed\":\"unknown\"} | /origins | at least one",
                "default | {\"origins\":[{\"kind\":\"realm\",\"value\":\"a.org\"}],\"unlisted\":\"unknown\",\"malformed\":\"unknown\"} | /origins | names no origins",
                "visited | {\"origins\":[{\"kind\":\"realm\",\"value\":\"a.org\"},{\"kind\":\"realm\",\"value\":\"A.org\"}],\"unlisted\":\"unknown\",\"malformed\":\"unknown\"} | /origins/1 | more than once",
                "visited | {\"origins\":[{\"kind\":\"relm\",\"value\":\"a.org\"}],\"unlisted\":\"unknown\",\"malformed\":\"unknown\"} | /origins/0 | did you mean 'realm'?",
                "visited | {\"origins\":[null],\"unlisted\":\"unknown\",\"malformed\":\"unknown\"} | /origins/0 | a kind and a value",
                "default | {\"unlisted\":\"refused\",\"malformed\":\"unknown\"} | /unlisted | has to be permitted, prohibited, tracked or unknown",
                "default | {\"malformed\":\"unknown\"} | /unlisted | is missing",
                "default | {\"unlisted\":\"unknown\",\"malformed\":\"unknown\",\"told\":{\"tracked\":\"refused\"}} | /told/tracked | has to be",
                "default | {\"unlisted\":\"unknown\",\"malformed\":\"unknown\",\"told\":{\"tracked\":7}} | /told/tracked | has to be a text",
                "default | {\"unlisted\":\"unknown\",\"malformed\":\"unknown\",\"told\":{\"trakked\":\"\"}} | /told/trakked | did you mean 'tracked'?",
                "visited | {\"origins\":[{\"kind\":\"realm\",\"value\":5}],\"unlisted\":\"unknown\",\"malformed\":\"unknown\"} | /origins/0/value | has to be a text",
                "default | {\"unlisted\":\"unknown\",\"malformed\":\"unknown\",\"colour\":\"red\"} | /colour | no known field"
            })
    void whatIsWrongIsNamedByItsPlace(String name, String body, String pointer, String rule) {
        Answer refused = node.put("/api/v1/policies/" + name, body);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/errors/0/pointer")).isEqualTo(pointer);
        assertThat(refused.text("/errors/0/rule")).contains(rule);
        assertThat(node.lists.lastRevision()).isZero();
    }

    @Test
    void aNameThatIsNoneIsRefused() {
        assertThat(node.put("/api/v1/policies/Visited", BODY).status()).isEqualTo(422);
    }
}
