package org.eir.admin.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.eir.admin.TestNode;
import org.eir.admin.TestNode.Answer;
import org.eir.core.approval.ApprovalLimits;
import org.eir.core.approval.ApprovalReason;
import org.eir.core.approval.ApprovalReason.Limit;
import org.eir.core.approval.Approvals;
import org.eir.core.approval.Proposal.Asked;
import org.eir.core.approval.Proposal.Operation;
import org.eir.core.change.Imports.Extent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One person may import at most 15 entries here, and withdraw at most half of what a source has. */
class ImportApprovalTest {
    private static final String PROPOSALS = "/api/v1/approvals";
    private static final String KEPT = "356938035643809";
    private static final String DROPPED = "35693803000000";

    private final TestNode node = new TestNode(new ApprovalLimits(true, 15, 10_000, 100, 50, 14));
    private final String approver = TestNode.SECOND_PERSON;

    @BeforeEach
    void aSourceHasThirteenEntries() {
        StringBuilder file = new StringBuilder("imei\n" + KEPT + "\n");
        for (int serial = 0; serial < 12; serial++) {
            file.append(35693803000000L + serial).append('\n');
        }
        assertThat(node.imported("list=black&source=op-a", file.toString()).text("/state"))
                .isEqualTo("applied");
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void aListThatLosesMostOfItsEntriesWaitsAndNothingIsWithdrawn() {
        Answer waiting = replacedByOne();

        assertThat(waiting.text("/state")).isEqualTo("awaiting-approval");
        assertThat(node.verdict(DROPPED)).isEqualTo("prohibited");
        Answer proposal = node.get(PROPOSALS + "/1");
        assertThat(proposal.text("/operation")).isEqualTo("apply-import");
        assertThat(proposal.text("/reasons/0/limit")).isEqualTo("withdrawn-share");
        assertThat(proposal.text("/reasons/0/figure")).isEqualTo("93");
    }

    @Test
    void whereTooManyWaitAlreadyTheFileIsKeptAndCanBeAppliedLater() {
        fillTheQueue();

        Answer turnedAway = node.upload("list=black&source=op-a&mode=replace", "imei\n" + KEPT + "\n");

        assertThat(turnedAway.text("/state")).isEqualTo("previewed");
        assertThat(turnedAway.text("/note")).contains("wait for one already", "POST /api/v1/imports/2/apply");
        assertThat(node.post("/api/v1/imports/2/apply", "").problem()).isEqualTo("too-many-proposals");
        node.approvals.letPass(Duration.ofDays(15));
        node.approvals.sweep();
        assertThat(node.post("/api/v1/imports/2/apply", "").text("/state")).isEqualTo("awaiting-approval");
    }

    private void fillTheQueue() {
        List<ApprovalReason> reasons = List.of(new ApprovalReason(Limit.WIDTH, 1_000_000, 10_000));
        for (int model = 0; model < Approvals.MAX_PENDING; model++) {
            Asked asked = new Asked(Operation.ADD_ENTRY, "model " + model, TestNode.OPERATOR, "a model", reasons);
            node.approvals.propose(asked, Duration.ofDays(14));
        }
    }

    @Test
    void onceApprovedItIsAppliedUnderBothNames() {
        replacedByOne();

        Answer approved = node.post(approver, PROPOSALS + "/1/approve", "");

        assertThat(approved.status()).isEqualTo(200);
        assertThat(node.settled(2).text("/state")).isEqualTo("applied");
        assertThat(node.verdict(DROPPED)).isEqualTo("unknown");
        assertThat(node.verdict(KEPT)).isEqualTo("prohibited");
        Answer journal = node.get("/api/v1/changes?after=" + (node.lists.lastRevision() - 1));
        assertThat(journal.text("/changes/0/actor")).isEqualTo("operator");
        assertThat(journal.text("/changes/0/approver")).isEqualTo("second person");
    }

    @Test
    void whatNobodyApprovedIsNotAppliedByAskingAgain() {
        replacedByOne();

        Answer again = node.post("/api/v1/imports/2/apply", "");

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text("/detail")).contains("awaiting-approval");
    }

    @Test
    void aRejectedImportHasFailedAndSaysWhy() {
        replacedByOne();

        node.post(approver, PROPOSALS + "/1/reject", "{\"reason\":\"the file is truncated\"}");

        Answer job = node.get("/api/v1/imports/2");
        assertThat(job.text("/state")).isEqualTo("failed");
        assertThat(job.text("/failure")).contains("the file is truncated");
        assertThat(node.verdict(DROPPED)).isEqualTo("prohibited");
    }

    @Test
    void whatWaitedForNobodyCanBeProposedAgain() {
        replacedByOne();
        node.approvals.letPass(Duration.ofDays(14));

        Answer again = node.post("/api/v1/imports/2/apply", "");

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.text("/state")).isEqualTo("awaiting-approval");
        assertThat(node.get(PROPOSALS + "/2").text("/state")).isEqualTo("pending");
    }

    @Test
    void takingBackALargeImportWaitsToo() {
        node.imported("list=black&source=op-b", manyRows());
        node.post(approver, PROPOSALS + "/1/approve", "");
        node.settled(2);

        Answer waiting = node.post("/api/v1/imports/2/rollback", "");

        assertThat(waiting.status()).isEqualTo(202);
        assertThat(waiting.text("/operation")).isEqualTo("roll-back-import");
        assertThat(node.post(approver, PROPOSALS + "/2/approve", "").status()).isEqualTo(200);
        assertThat(node.get("/api/v1/imports/2").text("/state")).isEqualTo("rolled-back");
    }

    @Test
    void whatDoesMoreByTheTimeItIsAppliedWaitsThen() {
        node.imports.mayApply.drainPermits();
        CompletableFuture<Answer> sent =
                CompletableFuture.supplyAsync(() -> node.upload("list=black&source=op-a", "imei\n35209900176148\n"));
        Awaitility.await().until(node.imports.mayApply::hasQueuedThreads);
        node.imports.findings = node.imports.findings.with(new Extent(1, 0, 1));
        node.imports.mayApply.release();

        assertThat(sent.join().status()).isEqualTo(202);
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(node.get("/api/v1/imports/2").text("/state")).isEqualTo("awaiting-approval"));
        assertThat(node.get(PROPOSALS + "/1").text("/reasons/0/limit")).isEqualTo("exempt");
        assertThat(node.verdict("35209900176148")).isEqualTo("unknown");
    }

    @Test
    void anApprovedImportThatCouldNotBeAppliedSaysSoOnItsProposal() {
        replacedByOne();
        node.imports.breakWhileApplying();

        node.post(approver, PROPOSALS + "/1/approve", "");

        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(node.get(PROPOSALS + "/1").text("/state")).isEqualTo("failed"));
        assertThat(node.verdict(DROPPED)).isEqualTo("prohibited");
    }

    private Answer replacedByOne() {
        return node.imported("list=black&source=op-a&mode=replace", "imei\n" + KEPT + "\n");
    }

    private static String manyRows() {
        StringBuilder file = new StringBuilder("imei\n");
        for (int serial = 10; serial < 30; serial++) {
            file.append("352099001761").append(serial).append('\n');
        }
        return file.toString();
    }
}
