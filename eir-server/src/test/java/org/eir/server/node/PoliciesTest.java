package org.eir.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.eir.testkit.FakeMme;
import org.eir.testkit.FakeMsc;
import org.eir.testkit.PostgresFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each network is answered by its own policy, and each subscriber by what is said of the device together with it. */
class PoliciesTest {
    private static final String VISITED_MME = "mme1.visited.org";
    private static final String VISITED_REALM = "visited.org";
    private static final String ALICE = "262011234567890";
    private static final String BOB = "262019876543210";

    @TempDir
    private static Path directory;

    private static RunningNode node;

    @BeforeAll
    static void start() throws StartFailure {
        node = RunningNode.on(PostgresFixture.shared().newDatabase(), directory.resolve("state"))
                .start();
        created(node.put("/api/v1/policies/visited", """
                {"origins":[{"kind":"realm","value":"visited.org"}],"unlisted":"prohibited","malformed":"unknown",
                 "organisation":"operator-b","told":{"tracked":"permitted"}}"""));
        created(node.put("/api/v1/policies/switches", """
                {"origins":[{"kind":"global-title","value":"49172"}],"unlisted":"permitted","malformed":"unknown"}"""));
    }

    private static void created(RunningNode.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void anUnlistedDeviceIsAnsweredByThePolicyOfWhoAsks() {
        try (FakeMme mme = node.mme();
                FakeMsc msc = node.msc()) {
            mme.identityCheck("868918031234564").expectUnknown();
            mme.identityCheck("868918031234564")
                    .from(VISITED_MME, VISITED_REALM)
                    .expectProhibited();
            msc.checkImei("868918031234564").version(3).expectWhitelisted();
        }
    }

    @Test
    void aNetworkThatCannotHandleGreyIsToldPermitted() {
        node.added("grey", "356938035643809");
        try (FakeMme mme = node.mme()) {
            mme.identityCheck("356938035643809").expectTracked();
            mme.identityCheck("356938035643809")
                    .from(VISITED_MME, VISITED_REALM)
                    .expectPermitted();
        }
    }

    @Test
    void aLocalEntryCountsInItsOrganisationsNetworksOnly() {
        RunningNode.created(node.add("white", "352099001761481"));
        RunningNode.created(
                node.add("black", "352099001761481", ",\"source\":\"operator-b\",\"scope\":\"operator-b\""));
        try (FakeMme mme = node.mme()) {
            mme.identityCheck("352099001761481").expectPermitted();
            mme.identityCheck("352099001761481")
                    .from(VISITED_MME, VISITED_REALM)
                    .expectProhibited();
        }
        assertThat(node.get("/api/v1/checks/352099001761481?origin=visited.org")
                        .body()
                        .at("/policy/organisation")
                        .asText())
                .isEqualTo("operator-b");
    }

    @Test
    void aSubscribersExceptionIsToldOnBothInterfaces() {
        node.added("black", "490154203237518");
        created(node.post("/api/v1/exceptions", """
                {"kind":"exception","imei":"490154203237518","subscribers":["262011234567890"],"reason":"cloned"}"""));
        try (FakeMme mme = node.mme();
                FakeMsc msc = node.msc()) {
            mme.identityCheck("490154203237518").subscriber(ALICE).expectPermitted();
            mme.identityCheck("490154203237518").subscriber(BOB).expectProhibited();
            mme.identityCheck("490154203237518").expectProhibited();
            msc.checkImei("490154203237518").version(2).subscriber(ALICE).expectWhitelisted();
            msc.checkImei("490154203237518").version(2).subscriber(BOB).expectBlacklisted();
        }
    }

    @Test
    void aLockedDeviceIsProhibitedToOthers() {
        created(node.post("/api/v1/exceptions", """
                {"kind":"lock","imei":"356938035643817","subscribers":["262011234567890"],"reason":"unpaid"}"""));
        try (FakeMme mme = node.mme()) {
            mme.identityCheck("356938035643817").subscriber(ALICE).expectPermitted();
            mme.identityCheck("356938035643817").subscriber(BOB).expectProhibited();
            mme.identityCheck("356938035643817").expectUnknown();
        }
    }

    @Test
    void aPairingListLocksItsDevicesInOneStep() {
        RunningNode.Answer paired = node.post("/api/v1/exceptions/import?kind=lock", """
                imei,imsi,msisdn
                35387923425263,262011234567890,491701234567
                35387923425264,262019876543210,491707654321
                """);
        assertThat(paired.body().at("/counts/new").asInt()).as(paired.text()).isEqualTo(2);
        try (FakeMme mme = node.mme()) {
            mme.identityCheck("35387923425263").subscriber(ALICE).expectPermitted();
            mme.identityCheck("35387923425263").subscriber(BOB).expectProhibited();
            mme.identityCheck("35387923425264").subscriber(ALICE).expectProhibited();
        }
    }
}
