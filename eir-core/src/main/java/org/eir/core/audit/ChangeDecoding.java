package org.eir.core.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
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
import org.eir.core.check.OriginMatcher;
import org.eir.core.check.Policy;
import org.eir.core.check.SubscriberRule;
import org.eir.core.check.Told;
import org.eir.core.check.Verdict;
import org.eir.core.identity.Imei;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.core.list.WithdrawalReason;

/**
 * Reads the canonical bytes of {@link ChangeEncoding}. Strict: whatever is accepted would be written with the very same
 * octets, so that no two byte sequences mean one change.
 */
public final class ChangeDecoding {
    private ChangeDecoding() {}

    /**
     * Reads a row.
     *
     * @throws IllegalArgumentException if these are no canonical bytes of a row, or of a newer version; the message says why
     */
    public static ChangeRow row(byte[] canonical) {
        CanonicalReader in = new CanonicalReader(canonical);
        in.version();
        ChangeRow row = row(named(Operation.values(), Operation::code, in.octet(), "operation"), in);
        in.end();
        return row;
    }

    /**
     * The operation of a row.
     *
     * @throws IllegalArgumentException as {@link #row(byte[])} throws it
     */
    public static Operation operation(byte[] canonical) {
        CanonicalReader in = new CanonicalReader(canonical);
        in.version();
        return named(Operation.values(), Operation::code, in.octet(), "operation");
    }

    private static ChangeRow row(Operation operation, CanonicalReader in) {
        return switch (operation) {
            case ADDITION -> addition(in);
            case WITHDRAWAL ->
                new Withdrawal(
                        in.identity(),
                        EquipmentList.of(in.octet()),
                        in.text(),
                        in.text(),
                        WithdrawalReason.of(in.octet()),
                        in.commitment());
            case POLICY -> new PolicySet(policy(Policy.STANDARD, List.of(), in), in.commitment());
            case ORIGIN_POLICY -> new PolicySet(originPolicy(in), in.commitment());
            case ORIGIN_POLICY_WITHDRAWAL ->
                new PolicyWithdrawal(in.text(), WithdrawalReason.of(in.octet()), in.commitment());
            case SUBSCRIBER_RULE -> ruleAddition(in);
            case SUBSCRIBER_RULE_WITHDRAWAL ->
                new RuleWithdrawal(
                        in.device(),
                        SubscriberRule.Kind.of(in.octet()),
                        in.text(),
                        WithdrawalReason.of(in.octet()),
                        in.commitment());
            case DEVICE_GROUP -> new GroupFormed(in.text(), members(in));
            case DEVICE_GROUP_DISSOLVED -> new GroupDissolved(in.text(), members(in));
            case ACCESS ->
                new PersonalDataRead(
                        named(AccessJournal.Read.values(), AccessJournal.Read::text, in.text(), "read"),
                        in.commitment());
            case API_KEY -> apiKey(in);
            case API_KEY_REVOKED -> new ApiKeyRevoked(in.number());
            case GOLDEN_OVERRIDE ->
                new GoldenOverride(in.identity(), EquipmentList.of(in.octet()), in.text(), in.text());
            case PROPOSAL -> new ProposalMade(in.number(), in.text(), in.commitment());
            case PROPOSAL_DECIDED -> new ProposalDecided(in.number(), in.text(), in.commitment());
            case LOG_KEY -> new KeyBegins(key(in));
            case ERASURE -> new Erasure(in.text(), in.number(), in.commitment());
            case ERASED -> new Erased(place(in.number()), place(in.number()), fields(in), in.commitment());
        };
    }

    /** No revision and no row has a number beyond: two numbers never stand for one place. */
    private static long place(long number) {
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("names place " + Long.toUnsignedString(number) + ", beyond 2^31-1");
        }
        return number;
    }

    private static Addition addition(CanonicalReader in) {
        var identity = in.identity();
        EquipmentList list = EquipmentList.of(in.octet());
        String source = in.text();
        String scope = in.text();
        Reason reason = Reason.of(in.octet());
        boolean exempt = in.flag();
        var reported = in.moment();
        EntryFacts facts =
                new EntryFacts(identity, list, source, scope, reason, null, null, exempt, reported, in.validity());
        if (facts.exempt() != exempt) {
            throw new IllegalArgumentException("a golden entry is always exempt");
        }
        return new Addition(facts, in.commitment());
    }

    private static Policy originPolicy(CanonicalReader in) {
        String name = in.text();
        int count = in.count();
        List<OriginMatcher> origins = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            origins.add(new OriginMatcher(OriginMatcher.Kind.of(in.octet()), in.text()));
        }
        Policy policy = policy(name, origins, in);
        if (policy.isStandard()) {
            throw new IllegalArgumentException("the standard policy is for nobody in particular");
        }
        return policy;
    }

    private static Policy policy(String name, List<OriginMatcher> origins, CanonicalReader in) {
        return new Policy(
                name,
                0,
                origins,
                verdict(in),
                verdict(in),
                verdict(in),
                in.text(),
                new Told(verdict(in), verdict(in), verdict(in)));
    }

    private static Verdict verdict(CanonicalReader in) {
        return named(Verdict.values(), Verdict::text, in.text(), "verdict");
    }

    private static RuleAddition ruleAddition(CanonicalReader in) {
        return new RuleAddition(
                in.device(),
                SubscriberRule.Kind.of(in.octet()),
                verdict(in),
                in.text(),
                Reason.of(in.octet()),
                in.validity(),
                in.count(),
                in.commitment());
    }

    private static List<Imei> members(CanonicalReader in) {
        int count = in.octet();
        List<Imei> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Imei member = in.device();
            if (!members.isEmpty() && members.getLast().digits() >= member.digits()) {
                throw new IllegalArgumentException("the members of a device group ascend");
            }
            members.add(member);
        }
        return List.copyOf(members);
    }

    private static List<Integer> fields(CanonicalReader in) {
        int count = in.count();
        List<Integer> fields = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int field = in.count();
            if (field <= (fields.isEmpty() ? 0 : fields.getLast())) {
                throw new IllegalArgumentException("the fields that were erased ascend from 1");
            }
            fields.add(field);
        }
        if (fields.isEmpty()) {
            throw new IllegalArgumentException("an erasure that erases nothing");
        }
        return List.copyOf(fields);
    }

    private static ApiKeyMade apiKey(CanonicalReader in) {
        long number = in.number();
        byte[] secretHash = in.hash();
        int count = in.octet();
        List<String> roles = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            roles.add(in.text());
        }
        String organisation = in.text();
        var expires = in.moment();
        if (expires == null) {
            throw new IllegalArgumentException("an API key expires");
        }
        return new ApiKeyMade(number, secretHash, List.copyOf(roles), organisation, expires, in.commitment());
    }

    private static LogKey key(CanonicalReader in) {
        String name = in.text();
        if (!LogKey.isName(name)) {
            throw new IllegalArgumentException("the name of a log key " + LogKey.NAME_RULE);
        }
        return new LogKey(name, in.hash());
    }

    /**
     * Reads the leaf of a change set.
     *
     * @throws IllegalArgumentException if these are no canonical bytes of a leaf, or of a newer version
     */
    public static ChangeLeaf leaf(byte[] canonical) {
        CanonicalReader in = new CanonicalReader(canonical);
        in.version();
        ChangeLeaf leaf = new ChangeLeaf(
                named(ChangeKind.values(), ChangeKind::code, in.octet(), "kind of change"),
                in.number(),
                in.microseconds(),
                in.number(),
                in.hash(),
                in.commitment());
        in.end();
        return leaf;
    }

    private static <T, N> T named(T[] all, Function<T, N> nameOf, N name, String what) {
        return Arrays.stream(all)
                .filter(one -> nameOf.apply(one).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no " + what + " is called " + name + "; it may have been written by a newer version"));
    }
}
