package org.eir.admin.erasures;

import static org.assertj.core.api.Assertions.assertThat;

import org.eir.admin.TestNode;
import org.eir.admin.TestNode.Answer;
import org.eir.core.approval.ApprovalLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An order to erase: shown, made with a second person, listed. */
class ErasuresTest {
    private static final String PATH = "/api/v1/erasures";
    private static final String NOTE = "{\"subject\":{\"revision\":1},\"what\":[\"note\"],\"order\":\"DPA 7/2026\"}";
    private static final String ANNA = "{\"subject\":{\"subscriber\":\"262011234567890\"},\"order\":\"DPA 8/2026\"}";

    private final TestNode node = new TestNode(new ApprovalLimits(true, 10, 10_000, 100, 10, 14));
    private final String administrator = node.key("administrator");
    private final String approver = TestNode.SECOND_PERSON;

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void whatWouldGoIsShownAndNothingIsErased() {
        node.added("black", "356938035643809", "stolen");
        long before = node.lists.lastRevision();
        Answer shown =
                erase("{\"subject\":{\"revision\":1},\"what\":[\"note\"],\"order\":\"DPA 7/2026\",\"dryRun\":true}");
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.body().toString()).isEqualTo("""
                {"revision":null,"dryRun":true,"places":1,"fields":{"note":1},"sightings":0,"records":0,"imports":0,\
                "complete":true}""");
        assertThat(node.lists.lastRevision()).isEqualTo(before);
    }

    @Test
    void anErasureWaitsForASecondPersonAndIsThenListedWithItsOrder() {
        node.added("black", "356938035643809", "stolen");
        Answer waiting = erase(NOTE);
        assertThat(waiting.status()).isEqualTo(202);
        assertThat(waiting.text("/reasons/0/limit")).isEqualTo("erasure");
        Answer approved = node.post(approver, "/api/v1/approvals/1/approve", "");
        assertThat(approved.text("/state")).isEqualTo("done");
        assertThat(approved.header("location")).startsWith(PATH + "/");
        Answer listed = node.get(PATH);
        assertThat(listed.text("/erasures/0/order")).isEqualTo("DPA 7/2026");
        assertThat(listed.text("/erasures/0/approver")).isEqualTo("second person");
        Answer one = node.get(approved.header("location"));
        assertThat(one.text("/named/0/fields/0")).isEqualTo("note");
        assertThat(erase(NOTE).text("/places")).as("there is nothing left").isEqualTo("0");
    }

    @Test
    void aSubscriberIsSealedWhileTheOrderWaits() {
        Answer waiting = erase(ANNA);
        assertThat(waiting.status()).isEqualTo(202);
        assertThat(waiting.body().toString()).doesNotContain("262011234567890").contains("sealedSubscriber");
        assertThat(node.post(approver, "/api/v1/approvals/1/approve", "").text("/state"))
                .isEqualTo("done");
        assertThat(erase(ANNA).text("/places")).isEqualTo("0");
        String sealed = node.erasures.sealed(new org.eir.core.identity.Imsi("262011234567890"));
        Answer sent = erase("{\"subject\":{\"sealedSubscriber\":\"" + sealed + "\"},\"order\":\"x\"}");
        assertThat(sent.problem()).as("only the register itself keeps it so").isEqualTo("invalid-input");
    }

    @Test
    void whatIsInForceNeedsItsPeople() {
        node.erasures.inForce.add("lock 7 of 35693803564380 by op-a");
        Answer refused = erase(ANNA);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("still-in-use");
        assertThat(refused.text("/detail")).contains("lock 7 of 35693803564380 by op-a", "nothing was erased");
    }

    @Test
    void whatWasAlteredIsNotErased() {
        node.added("black", "356938035643809", "stolen");
        node.erasures.altered = new org.eir.core.erasure.Erasures.Outcome.Altered(7, 1);
        Answer refused = erase(NOTE);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("personal-data-changed");
        assertThat(refused.text("/detail")).contains("revision 7, row 1", "eir audit verify", "nothing was erased");
    }

    @Test
    void whoeverLooksHowMuchThereIsOfASubscriberIsJournalledAndTheSubscriberIsNot() {
        erase("{\"subject\":{\"subscriber\":\"262011234567890\"},\"order\":\"DPA 8/2026\",\"dryRun\":true}");
        assertThat(node.sightings.accesses).singleElement().satisfies(access -> {
            assertThat(access.read()).isEqualTo(org.eir.core.change.AccessJournal.Read.ERASURE_PREVIEW);
            assertThat(access.subscriber()).isNull();
            assertThat(access.reference()).isNotNull();
        });
        erase(NOTE);
        assertThat(node.sightings.accesses).as("a change is nobody").hasSize(1);
    }

    @Test
    void onlyAnAdministratorErasesAndAnAuditorReadsWhatWasErased() {
        String auditor = node.key("auditor");
        assertThat(node.post(auditor, PATH, ANNA).status()).isEqualTo(403);
        for (String role : new String[] {"operator", "approver", "viewer", "system"}) {
            assertThat(node.post(node.key(role), PATH, ANNA).status()).as(role).isEqualTo(403);
        }
        assertThat(node.get(auditor, PATH).status()).isEqualTo(200);
    }

    @Test
    void badInputNamesFieldValueAndRule() {
        refused("{\"subject\":{\"revision\":1}}", "order");
        refused("{\"order\":\"x\"}", "subject");
        refused("{\"subject\":{},\"order\":\"x\"}", "one of revision, person and subscriber");
        refused("{\"subject\":{\"revision\":1,\"person\":\"jane\"},\"order\":\"x\"}", "one of revision, person");
        refused("{\"subject\":{\"person\":\"jane\",\"row\":1},\"order\":\"x\"}", "row of a revision");
        refused("{\"subject\":{\"revision\":0},\"order\":\"x\"}", "1 or more");
        refused("{\"subject\":{\"revision\":\"5\"},\"order\":\"x\"}", "whole number");
        refused("{\"subject\":\"jane\",\"order\":\"x\"}", "object");
        refused("{\"subject\":{\"revision\":1},\"what\":[\"subscriber\"],\"order\":\"x\"}", "of this subject can go");
        refused("{\"subject\":{\"person\":\"jane\"},\"what\":[\"note\"],\"order\":\"x\"}", "can go: person");
        refused("{\"subject\":{\"subscriber\":\"Anna\"},\"order\":\"x\"}", "6 to 15 decimal digits");
        assertThat(erase("{\"subject\":{\"revision\":99},\"order\":\"x\"}").status())
                .isEqualTo(404);
        assertThat(node.get(PATH + "/99").status()).isEqualTo(404);
    }

    private void refused(String body, String rule) {
        Answer answer = erase(body);
        assertThat(answer.problem()).as(body).isEqualTo("invalid-input");
        assertThat(answer.body().toString()).contains(rule);
    }

    private Answer erase(String body) {
        return node.post(administrator, PATH, body);
    }
}
