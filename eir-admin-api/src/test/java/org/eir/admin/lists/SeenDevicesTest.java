package org.eir.admin.lists;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.eir.admin.TestNode;
import org.eir.admin.TestNode.Answer;
import org.eir.core.approval.ApprovalLimits;
import org.eir.core.check.CheckInterface;
import org.eir.core.check.Origin;
import org.eir.core.identity.Imei;
import org.eir.core.sighting.Sighting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One person may turn the verdict on three devices that were seen lately, however few entries that takes. */
class SeenDevicesTest {
    private static final String RANGE = "35693803000000-35693803000099";
    private static final String BLOCK = "{\"list\":\"black\",\"identity\":\"%s\",\"reason\":\"counterfeit\"}";

    private final TestNode node = new TestNode(new ApprovalLimits(true, 100, 1_000_000, 3, 100, 14));

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void aRangeThatHitsManyDevicesSeenLatelyWaits() {
        seen(35693803000001L, 4);

        Answer waiting = node.post("/api/v1/entries", BLOCK.formatted(RANGE));

        assertThat(waiting.status()).isEqualTo(202);
        assertThat(waiting.text("/reasons/0/text"))
                .isEqualTo("it changes the verdict on 4 devices seen lately, one person on at most 3");
        assertThat(node.verdict("35693803000001")).isEqualTo("unknown");
    }

    @Test
    void devicesOutsideTheRangeOrBlockedAlreadyAreNotHit() {
        seen(35693803000001L, 3);
        seen(35693803000100L, 10);
        seen(35693803000050L, 1);
        node.added("black", "35693803000050", "stolen");

        assertThat(node.post("/api/v1/entries", BLOCK.formatted(RANGE)).status())
                .isEqualTo(201);
    }

    @Test
    void unblockingManyWaitsTooUnlessAnotherSourceBlocksThemStill() {
        long ofA = node.added("black", RANGE, "counterfeit");
        Answer ofB = node.post("op-b", "/api/v1/entries", BLOCK.formatted(RANGE));
        seen(35693803000001L, 4);

        assertThat(withdrawn(ofA).status()).isEqualTo(200);
        Answer waiting = withdrawn(ofB.body().at("/id").asLong());
        assertThat(waiting.status()).isEqualTo(202);
        assertThat(waiting.text("/reasons/0/limit")).isEqualTo("seen-devices");
    }

    @Test
    void aCorrectionIsJudgedByWhatItTurns() {
        long entry = node.added("black", RANGE, "counterfeit");
        seen(35693803000001L, 4);
        String path = "/api/v1/entries/" + entry + "/correct";

        Answer waiting = node.post(path, BLOCK.formatted("35693803000050-35693803000149"));
        assertThat(waiting.status()).isEqualTo(202);

        assertThat(node.post(path, BLOCK.formatted("35693803000000-35693803000098"))
                        .status())
                .isEqualTo(201);
    }

    private Answer withdrawn(long entry) {
        return node.post("/api/v1/entries/" + entry + "/withdraw", "{\"reason\":\"mistake\"}");
    }

    private void seen(long first, int devices) {
        List<Sighting> seen = new ArrayList<>();
        for (int i = 0; i < devices; i++) {
            seen.add(new Sighting(
                    new Imei(first + i),
                    null,
                    CheckInterface.S13,
                    "dra1",
                    new Origin("mme1.home", "home"),
                    TestNode.NOW,
                    TestNode.NOW));
        }
        node.sightings.remember(seen);
    }
}
