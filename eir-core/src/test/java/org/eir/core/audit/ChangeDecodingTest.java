package org.eir.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eir.core.audit.ChangeRow.Addition;
import org.eir.core.audit.ChangeRow.ApiKeyMade;
import org.eir.core.audit.ChangeRow.ApiKeyRevoked;
import org.eir.core.audit.ChangeRow.Erased;
import org.eir.core.audit.ChangeRow.Erasure;
import org.eir.core.audit.ChangeRow.GoldenOverride;
import org.eir.core.audit.ChangeRow.GroupDissolved;
import org.eir.core.audit.ChangeRow.GroupFormed;
import org.eir.core.audit.ChangeRow.KeyBegins;
import org.eir.core.audit.ChangeRow.PersonalDataRead;
import org.eir.core.audit.ChangeRow.PolicySet;
import org.eir.core.audit.ChangeRow.PolicyWithdrawal;
import org.eir.core.audit.ChangeRow.ProposalDecided;
import org.eir.core.audit.ChangeRow.ProposalMade;
import org.eir.core.audit.ChangeRow.RuleAddition;
import org.eir.core.audit.ChangeRow.RuleWithdrawal;
import org.eir.core.audit.ChangeRow.Withdrawal;
import org.eir.core.change.AccessJournal;
import org.eir.core.change.ChangeEncoding;
import org.eir.core.change.ChangeEncoding.Operation;
import org.eir.core.change.ChangeKind;
import org.eir.core.change.Commitment;
import org.eir.core.check.OriginMatcher;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChangeDecodingTest {
    private static final Commitment PERSONAL =
            new Commitment(new byte[0], HexFormat.of().parseHex("ab".repeat(32)));
    private static final Imei DEVICE = new Imei(49015420323751L);
    private static final Instant SOON = Instant.parse("2027-01-01T00:00:00.123456Z");

    /** At least one row of every operation. */
    static Stream<byte[]> rows() {
        EntryFacts black = facts(EquipmentList.BLACK, false, Instant.parse("2026-11-01T00:00:00Z"), Validity.ALWAYS);
        EntryFacts golden = facts(EquipmentList.GOLDEN, true, null, new Validity(Instant.EPOCH, SOON));
        Policy lab = new Policy(
                "lab",
                0,
                List.of(
                        new OriginMatcher(OriginMatcher.Kind.GLOBAL_TITLE, "49"),
                        new OriginMatcher(OriginMatcher.Kind.REALM, "a.org")),
                Verdict.UNKNOWN,
                Verdict.REFUSED,
                Verdict.TRACKED,
                "op",
                new Told(Verdict.PROHIBITED, Verdict.PERMITTED, Verdict.UNKNOWN));
        List<Imei> members = List.of(new Imei(35693803000010L), DEVICE);
        return Stream.of(
                ChangeEncoding.addition(black, PERSONAL),
                ChangeEncoding.addition(golden, Commitment.NOTHING),
                ChangeEncoding.withdrawal(
                        black.identity(), EquipmentList.GREY, "Mövenpick", "op", WithdrawalReason.MISTAKE, PERSONAL),
                ChangeEncoding.policy(
                        new Policy(0, Verdict.PERMITTED, Verdict.REFUSED, Verdict.PROHIBITED), Commitment.NOTHING),
                ChangeEncoding.policy(lab, PERSONAL),
                ChangeEncoding.policyWithdrawal("lab", WithdrawalReason.COURT_ORDER, PERSONAL),
                ChangeEncoding.subscriberRule(rule(SubscriberRule.Kind.EXCEPTION, Verdict.TRACKED, 3), PERSONAL),
                ChangeEncoding.subscriberRule(rule(SubscriberRule.Kind.LOCK, Verdict.PERMITTED, 1), PERSONAL),
                ChangeEncoding.subscriberRuleWithdrawal(
                        rule(SubscriberRule.Kind.LOCK, Verdict.PERMITTED, 1), WithdrawalReason.OTHER, PERSONAL),
                ChangeEncoding.deviceGroup("police", members),
                ChangeEncoding.deviceGroupDissolved("police", members),
                ChangeEncoding.access(AccessJournal.Read.SUBSCRIBERS_OF_DEVICE, PERSONAL),
                ChangeEncoding.apiKey(
                        7,
                        new byte[32],
                        List.of("operator", "viewer"),
                        "op",
                        SOON,
                        new Commitment(new byte[0], new byte[32])),
                ChangeEncoding.apiKeyRevoked(7),
                ChangeEncoding.goldenOverride(golden),
                ChangeEncoding.proposal(7, "add-entry", PERSONAL),
                ChangeEncoding.proposalDecided(7, "approved", PERSONAL),
                ChangeEncoding.logKey(
                        "example.org/eir",
                        LogSigner.generate("example.org/eir").key().octets()),
                ChangeEncoding.erasure("person", 12, PERSONAL),
                ChangeEncoding.erased(7, 0, List.of(1), Commitment.NOTHING),
                ChangeEncoding.erased(7, 3, List.of(1, 3), PERSONAL));
    }

    /** 2^31 rows of one revision would be the first row of the next, to whoever counts places. */
    @Test
    void aPlaceBeyondEveryTreeIsRefused() {
        for (long number : new long[] {1L << 31, -1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> ChangeDecoding.row(ChangeEncoding.erased(1, number, List.of(1), Commitment.NOTHING)))
                    .withMessageContaining(Long.toUnsignedString(number));
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aRowIsReadBackToTheSameOctets(byte[] canonical) {
        assertThat(encoded(ChangeDecoding.row(canonical))).isEqualTo(canonical);
    }

    @Test
    void everyOperationIsRead() {
        assertThat(rows().map(row -> (int) row[1]).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Operation.values()).map(Operation::code).toList());
    }

    @Test
    void anAdditionSaysWhatWasAdded() {
        EntryFacts facts = facts(EquipmentList.BLACK, false, SOON, new Validity(null, SOON));
        assertThat(ChangeDecoding.row(ChangeEncoding.addition(facts, PERSONAL)))
                .isEqualTo(new Addition(facts, PERSONAL));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void noOctetCanBeChangedAddedOrLeftOutWithoutMeaningSomethingElse(byte[] canonical) {
        Random random = new Random(1);
        List<byte[]> damaged = new ArrayList<>();
        for (int at = 0; at < canonical.length; at++) {
            damaged.add(Arrays.copyOf(canonical, at));
            for (int value : new int[] {0, 1, 2, 0x7F, 0x80, 0xC0, 0xFF, random.nextInt(256)}) {
                byte[] changed = canonical.clone();
                changed[at] = (byte) value;
                damaged.add(changed);
            }
        }
        damaged.add(Arrays.copyOf(canonical, canonical.length + 1));
        for (byte[] octets : damaged) {
            ChangeRow row;
            try {
                row = ChangeDecoding.row(octets);
            } catch (IllegalArgumentException e) {
                continue;
            }
            assertThat(encoded(row)).isEqualTo(octets);
        }
    }

    @Test
    void aRowCutShortIsRefusedNotGuessedAt() {
        rows().forEach(canonical -> IntStream.range(0, canonical.length)
                .forEach(length -> assertThatIllegalArgumentException()
                        .isThrownBy(() -> ChangeDecoding.row(Arrays.copyOf(canonical, length)))));
    }

    @Test
    void aLeafIsReadBackToTheSameOctets() {
        byte[] leaf = ChangeEncoding.leaf(ChangeKind.IMPORT, 12, SOON, 1_000_000, new byte[32], PERSONAL);
        ChangeLeaf read = ChangeDecoding.leaf(leaf);
        assertThat(read.canonical()).isEqualTo(leaf);
        assertThat(read.revision()).isEqualTo(12);
        assertThat(read.recordedAt()).isEqualTo(SOON);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChangeDecoding.leaf(Arrays.copyOf(leaf, leaf.length + 1)));
    }

    @Test
    void anotherVersionIsNotGuessedAt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChangeDecoding.row(HexFormat.of().parseHex("020b0000000000000007")))
                .withMessageContaining("version 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChangeDecoding.row(HexFormat.of().parseHex("01630000000000000007")))
                .withMessageContaining("newer version");
    }

    private static byte[] encoded(ChangeRow row) {
        return switch (row) {
            case Addition(var facts, var personal) -> ChangeEncoding.addition(facts, personal);
            case Withdrawal(var identity, var list, var source, var scope, var reason, var personal) ->
                ChangeEncoding.withdrawal(identity, list, source, scope, reason, personal);
            case PolicySet(var policy, var personal) -> ChangeEncoding.policy(policy, personal);
            case PolicyWithdrawal(var name, var reason, var personal) ->
                ChangeEncoding.policyWithdrawal(name, reason, personal);
            case RuleAddition(
                    var device,
                    var kind,
                    var verdict,
                    var source,
                    var reason,
                    var validity,
                    var subscribers,
                    var personal) ->
                ChangeEncoding.subscriberRule(device, kind, verdict, source, reason, validity, subscribers, personal);
            case RuleWithdrawal withdrawn ->
                ChangeEncoding.subscriberRuleWithdrawal(
                        new SubscriberRule(
                                withdrawn.device(),
                                withdrawn.kind(),
                                Verdict.PERMITTED,
                                subscribers(1),
                                withdrawn.source(),
                                Reason.OTHER,
                                null,
                                null,
                                Validity.ALWAYS),
                        withdrawn.reason(),
                        withdrawn.personal());
            case GroupFormed(var source, var members) -> ChangeEncoding.deviceGroup(source, members);
            case GroupDissolved(var source, var members) -> ChangeEncoding.deviceGroupDissolved(source, members);
            case PersonalDataRead(var read, var personal) -> ChangeEncoding.access(read, personal);
            case ApiKeyMade(var number, var hash, var roles, var organisation, var expires, var name) ->
                ChangeEncoding.apiKey(number, hash, roles, organisation, expires, name);
            case ApiKeyRevoked(var number) -> ChangeEncoding.apiKeyRevoked(number);
            case GoldenOverride(var identity, var list, var source, var scope) ->
                ChangeEncoding.goldenOverride(new EntryFacts(
                        identity, list, source, scope, Reason.OTHER, null, null, true, null, Validity.ALWAYS));
            case ProposalMade(var number, var operation, var personal) ->
                ChangeEncoding.proposal(number, operation, personal);
            case ProposalDecided(var number, var decision, var personal) ->
                ChangeEncoding.proposalDecided(number, decision, personal);
            case KeyBegins(var key) -> ChangeEncoding.logKey(key.name(), key.octets());
            case Erasure(var about, var others, var personal) -> ChangeEncoding.erasure(about, others, personal);
            case Erased(var revision, var number, var fields, var left) ->
                ChangeEncoding.erased(revision, number, fields, left);
        };
    }

    private static EntryFacts facts(EquipmentList list, boolean exempt, Instant reported, Validity validity) {
        ImeiRange identity = exempt ? ImeiRange.of(new Tac(35693803)) : ImeiRange.of(DEVICE);
        return new EntryFacts(identity, list, "Mövenpick", "", Reason.STOLEN, null, null, exempt, reported, validity);
    }

    private static SubscriberRule rule(SubscriberRule.Kind kind, Verdict verdict, int subscribers) {
        return new SubscriberRule(
                DEVICE,
                kind,
                verdict,
                subscribers(subscribers),
                "op",
                Reason.CLONED,
                null,
                null,
                new Validity(null, SOON));
    }

    private static List<Imsi> subscribers(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Imsi("26201123456%04d".formatted(i)))
                .toList();
    }
}
