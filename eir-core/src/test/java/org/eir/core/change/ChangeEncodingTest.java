package org.eir.core.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.eir.core.change.ChangeEncoding.Operation;
import org.eir.core.check.OriginMatcher;
import org.eir.core.check.OriginMatcher.Kind;
import org.eir.core.check.Policy;
import org.eir.core.check.SubscriberRule;
import org.eir.core.check.Told;
import org.eir.core.check.Verdict;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.identity.Imsi;
import org.eir.core.identity.Tac;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.eir.core.list.WithdrawalReason;
import org.junit.jupiter.api.Test;

/**
 * The bytes below were written by hand from the definition, not by the program. They are hashed for ever: whoever finds
 * this test red has broken every log there is.
 */
class ChangeEncodingTest {
    private static final String HASH = "4a0a339b0c6d0553897752a84115adc81c75812e1743eb2519258e5000f70deb";
    private static final Commitment COMMITMENT =
            new Commitment(new byte[16], HexFormat.of().parseHex(HASH));

    @Test
    void anAdditionIsTheseBytes() {
        EntryFacts facts = new EntryFacts(
                ImeiRange.of(Imei.of("490154203237518")),
                EquipmentList.BLACK,
                "Mövenpick",
                EntryFacts.EVERYONE,
                Reason.STOLEN,
                "FIR 12/2026",
                "note",
                false,
                Instant.parse("2026-11-01T00:00:00.123456Z"),
                new Validity(null, Instant.parse("2027-01-01T00:00:00Z")));
        assertThat(ChangeEncoding.addition(facts, COMMITMENT))
                .isEqualTo(bytes(
                        "01 01" // version, operation
                                + "01 00002c944ab787a7 00002c944ab787a7" // kind, from, to
                                + "01 000a 4dc3b676656e7069636b 0000" // list, source, scope
                                + "01 00" // reason, exempt
                                + "01 00065f2bb5e42240 00 01 000663f6d2342000" // reported, from, until
                                + HASH));
    }

    @Test
    void anExemptAdditionForOneOperatorsNetworkIsTheseBytes() {
        EntryFacts facts = new EntryFacts(
                ImeiRange.of(new Tac(35693803)),
                EquipmentList.WHITE,
                "regulator",
                "operator-a",
                Reason.OTHER,
                null,
                null,
                true,
                null,
                new Validity(Instant.parse("1969-12-31T00:00:00Z"), null));
        assertThat(ChangeEncoding.addition(facts, COMMITMENT))
                .isEqualTo(bytes("01 01"
                        + "01 000020769c72d0c0 000020769c8212ff"
                        + "00 0009 726567756c61746f72 000a 6f70657261746f722d61"
                        + "09 01"
                        + "00 01 ffffffebe228a000 00"
                        + HASH));
    }

    @Test
    void aWithdrawalIsTheseBytes() {
        byte[] bytes = ChangeEncoding.withdrawal(
                new ImeiRange(35693803000010L, 35693803000019L),
                EquipmentList.GREY,
                "police",
                EntryFacts.EVERYONE,
                WithdrawalReason.NOT_IN_LIST,
                COMMITMENT);
        assertThat(bytes)
                .isEqualTo(bytes(
                        "01 02" + "01 000020769c72d0ca 000020769c72d0d3" + "02 0006 706f6c696365 0000" + "06" + HASH));
    }

    @Test
    void aPolicyIsTheseBytes() {
        Policy policy = new Policy(9, Verdict.PERMITTED, Verdict.REFUSED, Verdict.UNKNOWN);
        assertThat(ChangeEncoding.policy(policy, COMMITMENT))
                .isEqualTo(bytes("01 03"
                        + "0009 7065726d6974746564" + "0007 72656675736564" + "0007 756e6b6e6f776e" // answers
                        + "0000" // organisation
                        + "000a 70726f68696269746564" + "0007 747261636b6564" + "0007 756e6b6e6f776e" // told
                        + HASH));
    }

    @Test
    void aPolicyOfSomeOriginsIsTheseBytes() {
        Policy policy = new Policy(
                "lab",
                9,
                List.of(new OriginMatcher(Kind.GLOBAL_TITLE, "49"), new OriginMatcher(Kind.REALM, "a.org")),
                Verdict.UNKNOWN,
                Verdict.UNKNOWN,
                Verdict.TRACKED,
                "op",
                new Told(Verdict.PROHIBITED, Verdict.PERMITTED, Verdict.UNKNOWN));
        assertThat(ChangeEncoding.policy(policy, COMMITMENT))
                .isEqualTo(bytes("01 04"
                        + "0003 6c6162" + "0002" + "03 0002 3439" + "05 0005 612e6f7267" // name, origins
                        + "0007 756e6b6e6f776e" + "0007 756e6b6e6f776e" + "0007 747261636b6564"
                        + "0002 6f70"
                        + "000a 70726f68696269746564" + "0009 7065726d6974746564" + "0007 756e6b6e6f776e"
                        + HASH));
        assertThat(ChangeEncoding.policyWithdrawal("lab", WithdrawalReason.MISTAKE, COMMITMENT))
                .isEqualTo(bytes("01 0c" + "0003 6c6162" + "02" + HASH));
    }

    @Test
    void aSubscriberRuleIsTheseBytesAndNamesNoSubscriber() {
        SubscriberRule rule = new SubscriberRule(
                new Imei(49015420323751L),
                SubscriberRule.Kind.EXCEPTION,
                Verdict.TRACKED,
                List.of(new Imsi("262011234567890")),
                "op",
                Reason.CLONED,
                "case 8/2026",
                null,
                new Validity(null, Instant.parse("2027-01-01T00:00:00Z")));
        assertThat(ChangeEncoding.subscriberRule(rule, COMMITMENT))
                .isEqualTo(bytes("01 05"
                        + "01 00002c944ab787a7" // kind, identity
                        + "01 0007 747261636b6564 0002 6f70 04" // rule, verdict, source, reason
                        + "00 01 000663f6d2342000" // from, until
                        + "0001" // subscribers
                        + HASH));
        assertThat(ChangeEncoding.subscriberRuleWithdrawal(rule, WithdrawalReason.RECOVERED, COMMITMENT))
                .isEqualTo(bytes("01 06" + "01 00002c944ab787a7" + "01 0002 6f70 01" + HASH));
    }

    @Test
    void anOverriddenGoldenEntryIsTheseBytes() {
        EntryFacts golden = new EntryFacts(
                ImeiRange.of(Imei.of("490154203237518")),
                EquipmentList.GOLDEN,
                "police",
                EntryFacts.EVERYONE,
                Reason.TEST,
                "never hashed",
                "never hashed",
                true,
                null,
                Validity.ALWAYS);
        assertThat(ChangeEncoding.goldenOverride(golden))
                .isEqualTo(bytes("01 0d 01 00002c944ab787a7 00002c944ab787a7 03 0006 706f6c696365 0000"));
    }

    @Test
    void aDeviceGroupAndItsEndAreTheseBytes() {
        List<Imei> members = List.of(Imei.of("35693803000010"), Imei.of("49015420323751"));
        String group = "0006 706f6c696365" // source
                + "02" // count
                + "01 000020769c72d0ca" // kind, identity
                + "01 00002c944ab787a7";
        assertThat(ChangeEncoding.deviceGroup("police", members)).isEqualTo(bytes("01 07" + group));
        assertThat(ChangeEncoding.deviceGroupDissolved("police", members)).isEqualTo(bytes("01 08" + group));
    }

    @Test
    void anApiKeyAndItsRevocationAreTheseBytes() {
        assertThat(ChangeEncoding.apiKey(
                        7,
                        HexFormat.of().parseHex("ab".repeat(32)),
                        List.of("operator", "viewer"),
                        "op-a",
                        Instant.parse("2027-01-01T00:00:00Z"),
                        COMMITMENT))
                .isEqualTo(bytes("01 0a 0000000000000007"
                        + "ab".repeat(32)
                        + "02 0008 6f70657261746f72 0006 766965776572" // roles
                        + "0004 6f702d61" // organisation
                        + "01 000663f6d2342000" // expires
                        + HASH));
        assertThat(ChangeEncoding.apiKeyRevoked(7)).isEqualTo(bytes("01 0b 0000000000000007"));
    }

    @Test
    void aReadOfPersonalDataIsTheseBytes() {
        assertThat(ChangeEncoding.access(AccessJournal.Read.DEVICES_OF_SUBSCRIBER, COMMITMENT))
                .isEqualTo(bytes(
                        "01 09" // version, operation
                                + "0015 646576696365732d6f662d73756273637269626572" // devices-of-subscriber
                                + HASH));
        assertThat(AccessJournal.Read.values())
                .extracting(AccessJournal.Read::text)
                .containsExactly(
                        "devices-of-subscriber",
                        "subscribers-of-device",
                        "subscriber-rules",
                        "audit-export",
                        "check-records",
                        "erasure-preview");
    }

    @Test
    void aProposalAndItsEndAreTheseBytesAndNameNobody() {
        assertThat(ChangeEncoding.proposal(7, "add-entry", COMMITMENT))
                .isEqualTo(bytes("01 0e 0000000000000007 0009 6164642d656e747279" + HASH));
        assertThat(ChangeEncoding.proposalDecided(7, "approved", COMMITMENT))
                .isEqualTo(bytes("01 0f 0000000000000007 0008 617070726f766564" + HASH));
    }

    @Test
    void aKeyOfTheLogIsTheseBytes() {
        assertThat(ChangeEncoding.logKey("a.org/eir", HexFormat.of().parseHex("ab".repeat(32))))
                .isEqualTo(bytes("01 10 0009 612e6f72672f656972" + "ab".repeat(32)));
    }

    @Test
    void aLeafIsTheseBytes() {
        byte[] leaf = ChangeEncoding.leaf(
                ChangeKind.IMPORT,
                0x0102030405060708L,
                Instant.parse("2026-11-23T00:00:00.000001Z"),
                1_000_000,
                new MerkleRoot().root(),
                COMMITMENT);
        assertThat(leaf)
                .isEqualTo(bytes("01 02 0102030405060708 000660e646648001 00000000000f4240"
                        + "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
                        + HASH));
    }

    @Test
    void aDateFarInTheFutureHasItsBytesToo() {
        EntryFacts facts = new EntryFacts(
                ImeiRange.of(new Tac(0)),
                EquipmentList.GREY,
                "s",
                EntryFacts.EVERYONE,
                Reason.TEST,
                null,
                null,
                false,
                null,
                new Validity(null, Instant.parse("9999-12-31T23:59:59.999999Z")));
        assertThat(HexFormat.of().formatHex(ChangeEncoding.addition(facts, COMMITMENT)))
                .endsWith("0000" + "010384440ccc735fff" + HASH);
    }

    @Test
    void whatNamesAPersonIsNotInTheBytes() {
        assertThat(ChangeEncoding.addition(withReference("Smith"), COMMITMENT))
                .isEqualTo(ChangeEncoding.addition(withReference("Jones"), COMMITMENT));
    }

    @Test
    void theNumbersOfTheOperationsNeverChange() {
        assertThat(Operation.values())
                .extracting(operation -> operation + " " + operation.code())
                .containsExactly(
                        "ADDITION 1",
                        "WITHDRAWAL 2",
                        "POLICY 3",
                        "ORIGIN_POLICY 4",
                        "SUBSCRIBER_RULE 5",
                        "SUBSCRIBER_RULE_WITHDRAWAL 6",
                        "DEVICE_GROUP 7",
                        "DEVICE_GROUP_DISSOLVED 8",
                        "ACCESS 9",
                        "API_KEY 10",
                        "API_KEY_REVOKED 11",
                        "ORIGIN_POLICY_WITHDRAWAL 12",
                        "GOLDEN_OVERRIDE 13",
                        "PROPOSAL 14",
                        "PROPOSAL_DECIDED 15",
                        "LOG_KEY 16",
                        "ERASURE 17",
                        "ERASED 18");
    }

    @Test
    void theNumbersOfTheKindsNeverChange() {
        assertThat(ChangeKind.values())
                .extracting(kind -> kind.text() + " " + kind.code())
                .containsExactly(
                        "entries 1",
                        "import 2",
                        "policy 3",
                        "rollback 4",
                        "subscriber-rule 5",
                        "device-group 6",
                        "access 7",
                        "api-key 8",
                        "approval 9",
                        "log-key 10",
                        "erasure 11");
    }

    @Test
    void aTextLongerThanItsLengthCanSayIsNeverWritten() {
        ImeiRange identity = ImeiRange.of(new Tac(35693803));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChangeEncoding.withdrawal(
                        identity,
                        EquipmentList.BLACK,
                        "s".repeat(65_536),
                        EntryFacts.EVERYONE,
                        WithdrawalReason.MISTAKE,
                        COMMITMENT));
    }

    private static EntryFacts withReference(String reference) {
        return new EntryFacts(
                ImeiRange.of(Imei.of("490154203237518")),
                EquipmentList.BLACK,
                "police",
                EntryFacts.EVERYONE,
                Reason.STOLEN,
                reference,
                reference,
                false,
                null,
                Validity.ALWAYS);
    }

    /** Reads hexadecimal digits that are spaced where one field ends. */
    private static byte[] bytes(String spaced) {
        return HexFormat.of().parseHex(spaced.replace(" ", ""));
    }

    @Test
    void anErasureNamesItsOrderAndEveryPlace() {
        byte[] order = HexFormat.of().parseHex("3d4850ede5bbd18de7604dfefd66ef3be53f64d33f48224ed72fbf1ff784a791");
        byte[] left = HexFormat.of().parseHex("a67bf53a033050fb296c7b033c5ae9b31e660ca29fc11a3723d1a310d96a4999");
        assertThat(HexFormat.of().formatHex(ChangeEncoding.erasure("change", 0, new Commitment(new byte[0], order))))
                .isEqualTo("011100066368616e676500000000000000003d48"
                        + "50ede5bbd18de7604dfefd66ef3be53f64d33f48224ed72fbf1ff784a791");
        assertThat(HexFormat.of().formatHex(ChangeEncoding.erased(2, 1, List.of(2), new Commitment(new byte[0], left))))
                .isEqualTo("01120000000000000002000000000000000100010002"
                        + "a67bf53a033050fb296c7b033c5ae9b31e660ca29fc11a3723d1a310d96a4999");
    }
}
