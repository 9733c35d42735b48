package org.eir.admin.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.eir.admin.TestNode;
import org.eir.admin.TestNode.Answer;
import org.eir.core.approval.ApprovalLimits;
import org.eir.core.approval.ApprovalReason;
import org.eir.core.approval.ApprovalReason.Limit;
import org.eir.core.approval.Approvals;
import org.eir.core.approval.Proposal.Asked;
import org.eir.core.approval.Proposal.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApprovalsTest {
    private static final String PATH = "/api/v1/approvals";
    private static final String A_DEVICE = "356938035643809";
    private static final String ITS_MODEL = "35693803";
    private static final String BLOCK_THE_MODEL =
            "{\"list\":\"black\",\"identity\":\"35693803\",\"reason\":\"counterfeit\",\"reference\":\"case 7\"}";

    private final TestNode node = new TestNode(new ApprovalLimits(true, 10, 10_000, 100, 10, 14));
    private final String approver = TestNode.SECOND_PERSON;
    private final long before = node.lists.lastRevision();

    @AfterEach
    void close() {
        node.close();
    }

    private Answer approver(String path, String body) {
        return node.post(approver, path, body);
    }

    @Test
    void onePersonBlocksADevice() {
        node.added("black", A_DEVICE, "stolen");

        assertThat(node.verdict(A_DEVICE)).isEqualTo("prohibited");
    }

    @Test
    void aWholeModelWaitsAndTheAnswerSaysWhyAndWhere() {
        Answer waiting = node.post("/api/v1/entries", BLOCK_THE_MODEL);

        assertThat(waiting.status()).isEqualTo(202);
        assertThat(waiting.header("location")).isEqualTo(PATH + "/1");
        assertThat(waiting.body().toString()).isEqualTo("""
                {"id":1,"state":"pending","operation":"add-entry",\
                "about":"35693803 in the black list, by op-a as counterfeit",\
                "reasons":[{"limit":"width","figure":1000000,"allowed":10000,\
                "text":"it has an entry that covers 1,000,000 identities, one person's covers at most 10,000"}],\
                "requester":"operator","organisation":"op-a","created":"2026-11-23T10:15:30Z",\
                "expires":"2026-12-07T10:15:30Z",\
                "request":{"path":{},"query":"","body":{"list":"black","identity":"35693803","reason":"counterfeit",\
                "reference":"case 7"}},"decision":null,"revision":null,"outcome":null}""");
        assertThat(node.verdict(A_DEVICE)).isEqualTo("unknown");
        assertThat(node.lists.lastRevision()).isEqualTo(before);
    }

    @Test
    void onceApprovedItIsMadeAndRecordedUnderBothNames() {
        node.post("/api/v1/entries", BLOCK_THE_MODEL);

        Answer approved = approver(PATH + "/1/approve", "");

        assertThat(approved.status()).isEqualTo(200);
        assertThat(approved.header("location")).isEqualTo("/api/v1/entries/1");
        assertThat(approved.text("/state")).isEqualTo("done");
        assertThat(approved.text("/decision/by")).isEqualTo("second person");
        assertThat(approved.body().at("/revision").asLong()).isEqualTo(before + 1);
        assertThat(node.verdict(A_DEVICE)).isEqualTo("prohibited");
        Answer journal = node.get("/api/v1/changes?after=" + before);
        assertThat(journal.text("/changes/0/actor")).isEqualTo("operator");
        assertThat(journal.text("/changes/0/approver")).isEqualTo("second person");
        assertThat(node.get("/api/v1/entries/1").text("/source")).isEqualTo("op-a");
    }

    @Test
    void nobodyApprovesOrRejectsTheirOwn() {
        node.post("/api/v1/entries", BLOCK_THE_MODEL);

        Answer approved = node.post(PATH + "/1/approve", "");
        Answer rejected = node.post(PATH + "/1/reject", "{\"reason\":\"changed my mind\"}");

        assertThat(approved.status()).isEqualTo(403);
        assertThat(approved.problem()).isEqualTo("own-proposal");
        assertThat(rejected.problem()).isEqualTo("own-proposal");
        assertThat(node.verdict(A_DEVICE)).isEqualTo("unknown");
    }

    @Test
    void aKeyIsNoOtherPersonThanWhoMadeIt() {
        String approversKey = node.key("approver");
        String administratorsKey = node.key("administrator");
        node.post("/api/v1/entries", BLOCK_THE_MODEL);

        Answer approved = node.post(approversKey, PATH + "/1/approve", "");

        assertThat(approved.status()).isEqualTo(403);
        assertThat(approved.problem()).isEqualTo("own-proposal");
        assertThat(approved.text("/detail"))
                .isEqualTo(
                        "Proposal 1 is of 'operator' and you are 'key:approver of op-a': one made the other's key, or"
                                + " one account made both, so they count as one person; it needs the approval of somebody else.");
        node.post(administratorsKey, "/api/v1/entries", BLOCK_THE_MODEL.replace(ITS_MODEL, "35693804"));
        assertThat(node.post(PATH + "/2/approve", "").problem()).isEqualTo("own-proposal");
        assertThat(node.post(approversKey, PATH + "/2/approve", "").problem()).isEqualTo("own-proposal");
        assertThat(node.verdict(A_DEVICE)).isEqualTo("unknown");
        assertThat(approver(PATH + "/1/approve", "").text("/state")).isEqualTo("done");
    }

    @Test
    void whatWasDecidedStaysDecided() {
        node.post("/api/v1/entries", BLOCK_THE_MODEL);
        Answer rejected = approver(PATH + "/1/reject", "{\"reason\":\"sold in the country\"}");

        Answer approved = approver(PATH + "/1/approve", "");

        assertThat(rejected.status()).isEqualTo(200);
        assertThat(rejected.text("/state")).isEqualTo("rejected");
        assertThat(rejected.text("/decision/reason")).isEqualTo("sold in the country");
        assertThat(approved.status()).isEqualTo(409);
        assertThat(approved.problem()).isEqualTo("already-decided");
        assertThat(node.verdict(A_DEVICE)).isEqualTo("unknown");
    }

    @Test
    void aRejectionSaysWhy() {
        node.post("/api/v1/entries", BLOCK_THE_MODEL);

        Answer answer = approver(PATH + "/1/reject", "{}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/errors/0/pointer")).isEqualTo("/reason");
        assertThat(node.get(PATH + "/1").text("/state")).isEqualTo("pending");
    }

    @Test
    void theSameAskedForTwiceWaitsOnce() {
        Answer first = node.post("/api/v1/entries", BLOCK_THE_MODEL);
        Answer again = node.post("/api/v1/entries", BLOCK_THE_MODEL);

        assertThat(again.header("location")).isEqualTo(first.header("location"));
        assertThat(node.get(PATH).body().at("/approvals")).hasSize(1);
    }

    @Test
    void whatIsRefusedByNowFailsAndSaysWhy() {
        node.post("/api/v1/entries", BLOCK_THE_MODEL);
        node.post("/api/v1/entries", BLOCK_THE_MODEL.replace("case 7", "case 8"));
        approver(PATH + "/1/approve", "");

        Answer second = approver(PATH + "/2/approve", "");

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.text("/state")).isEqualTo("failed");
        assertThat(second.text("/outcome")).contains("with other facts");
        assertThat(node.lists.lastRevision()).isEqualTo(before + 1);
    }

    @Test
    void aWithdrawalOfAWholeModelWaitsToo() {
        node.post("/api/v1/entries", BLOCK_THE_MODEL);
        approver(PATH + "/1/approve", "");

        Answer waiting = node.post("/api/v1/entries/1/withdraw", "{\"reason\":\"mistake\"}");
        assertThat(waiting.status()).isEqualTo(202);
        assertThat(waiting.text("/request/path/id")).isEqualTo("1");
        assertThat(node.verdict(A_DEVICE)).isEqualTo("prohibited");

        assertThat(approver(PATH + "/2/approve", "").text("/state")).isEqualTo("done");
        assertThat(node.verdict(A_DEVICE)).isEqualTo("unknown");
    }

    @Test
    void anExemptMarkWaitsHoweverNarrow() {
        Answer waiting = node.post(
                "/api/v1/entries",
                "{\"list\":\"white\",\"identity\":\"" + A_DEVICE + "\",\"reason\":\"test\",\"exempt\":true}");

        assertThat(waiting.status()).isEqualTo(202);
        assertThat(waiting.text("/reasons/0/limit")).isEqualTo("exempt");
    }

    @Test
    void aPolicyWaitsAndIsMadeOnlyForTheStateThatItWasAskedFor() {
        String roamers =
                "{\"origins\":[{\"kind\":\"realm\",\"value\":\"b.example\"}],\"unlisted\":\"permitted\",\"malformed\":\"unknown\"}";
        assertThat(node.put("/api/v1/policies/roamers", roamers).status()).isEqualTo(202);
        assertThat(approver(PATH + "/1/approve", "").text("/state")).isEqualTo("done");
        String etag = node.get("/api/v1/policies/roamers").header("etag");
        node.put("/api/v1/policies/roamers", roamers.replace("permitted", "tracked"), "If-Match", etag);
        node.put("/api/v1/policies/roamers", roamers.replace("permitted", "prohibited"), "If-Match", etag);

        assertThat(approver(PATH + "/2/approve", "").text("/state")).isEqualTo("done");
        Answer outdated = approver(PATH + "/3/approve", "");

        assertThat(outdated.text("/state")).isEqualTo("failed");
        assertThat(outdated.text("/outcome")).contains("If-Match");
        assertThat(node.get("/api/v1/policies/roamers").text("/unlisted")).isEqualTo("tracked");
    }

    @Test
    void whatCouldNotBeTriedIsPendingAsBefore() {
        node.post("/api/v1/entries", BLOCK_THE_MODEL);
        node.lists.failNextChange();

        Answer away = approver(PATH + "/1/approve", "");

        assertThat(away.status()).isEqualTo(503);
        assertThat(node.get(PATH + "/1").text("/state")).isEqualTo("pending");
        assertThat(approver(PATH + "/1/approve", "").text("/state")).isEqualTo("done");
    }

    @Test
    void nobodyWaitsForEver() {
        node.post("/api/v1/entries", BLOCK_THE_MODEL);
        node.approvals.letPass(Duration.ofDays(14));

        Answer late = approver(PATH + "/1/approve", "");

        assertThat(late.problem()).isEqualTo("already-decided");
        assertThat(node.get(PATH + "/1").text("/state")).isEqualTo("expired");
        assertThat(node.verdict(A_DEVICE)).isEqualTo("unknown");
    }

    @Test
    void theyAreShownNewestFirstPageByPage() {
        for (int model = 0; model < 3; model++) {
            node.post("/api/v1/entries", BLOCK_THE_MODEL.replace(ITS_MODEL, "3569380" + model));
        }
        approver(PATH + "/2/reject", "{\"reason\":\"no\"}");

        Answer pending = node.get(PATH + "?limit=1");
        Answer rest = node.get(PATH + "?limit=1&before=" + pending.text("/next"));

        assertThat(pending.text("/approvals/0/id")).isEqualTo("3");
        assertThat(rest.text("/approvals/0/id")).isEqualTo("1");
        assertThat(node.get(PATH + "?state=all").body().at("/approvals")).hasSize(3);
        assertThat(node.get(PATH + "?state=al").status()).isEqualTo(422);
        assertThat(node.get(PATH + "/4").status()).isEqualTo(404);
    }

    @Test
    void soManyWaitAndNotMore() {
        List<ApprovalReason> reasons = List.of(new ApprovalReason(Limit.WIDTH, 1_000_000, 10_000));
        for (int model = 0; model < Approvals.MAX_PENDING; model++) {
            Asked asked = new Asked(Operation.ADD_ENTRY, "model " + model, TestNode.OPERATOR, "a model", reasons);
            node.approvals.propose(asked, Duration.ofDays(14));
        }

        Answer tooMany = node.post("/api/v1/entries", BLOCK_THE_MODEL);

        assertThat(tooMany.status()).isEqualTo(429);
        assertThat(tooMany.problem()).isEqualTo("too-many-proposals");
    }
}
