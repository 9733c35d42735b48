package org.eir.core.audit;

import java.time.Instant;
import java.util.List;
import org.eir.core.change.AccessJournal;
import org.eir.core.change.Commitment;
import org.eir.core.check.Policy;
import org.eir.core.check.SubscriberRule;
import org.eir.core.check.Verdict;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.eir.core.list.WithdrawalReason;

/**
 * One row of a change set, as its canonical bytes tell it ({@link ChangeDecoding}). What may name a person is not in
 * them: references and notes are absent, commitments have no salt.
 */
public sealed interface ChangeRow {

    /** What it commits to that may name a person; {@link Commitment#NOTHING} where there is nothing. */
    default Commitment personal() {
        return Commitment.NOTHING;
    }

    /** What it is about, for an auditor: identities in full. */
    default String about() {
        return switch (this) {
            case Addition(var facts, var personal) ->
                facts.list().text() + " " + facts.identity().text() + " by " + facts.source();
            case PolicySet(var policy, var personal) -> "the policy " + policy.name();
            case RuleAddition rule ->
                rule.kind().text() + " of " + rule.device().text() + " by " + rule.source();
            case GroupFormed(var source, var members) ->
                "the device " + members.stream().map(Imei::text).toList() + " of " + source;
            case ApiKeyMade key -> "the API key " + key.number();
            default -> getClass().getSimpleName();
        };
    }

    /** An entry added; {@code personal} commits to reference, note and the source's own reference. */
    record Addition(EntryFacts facts, Commitment personal) implements ChangeRow {}

    /** The entry with this key withdrawn; {@code personal} commits to the withdrawal's reference. */
    record Withdrawal(
            ImeiRange identity,
            EquipmentList list,
            String source,
            String scope,
            WithdrawalReason reason,
            Commitment personal)
            implements ChangeRow {}

    /** A policy set, in the place of the one with the same name. Its version is that of the change set, here 0. */
    record PolicySet(Policy policy, Commitment personal) implements ChangeRow {}

    /** The policy with this name out of force. */
    record PolicyWithdrawal(String name, WithdrawalReason reason, Commitment personal) implements ChangeRow {}

    /**
     * An exception or a lock added.
     *
     * @param subscribers how many it names, 1 to {@value SubscriberRule#MAX_SUBSCRIBERS}
     * @param personal commits to whom, to the reference and to the note
     */
    record RuleAddition(
            Imei device,
            SubscriberRule.Kind kind,
            Verdict verdict,
            String source,
            Reason reason,
            Validity validity,
            int subscribers,
            Commitment personal)
            implements ChangeRow {
        public RuleAddition {
            boolean fits =
                    verdict == Verdict.PERMITTED || kind == SubscriberRule.Kind.EXCEPTION && verdict == Verdict.TRACKED;
            if (!fits || subscribers < 1 || subscribers > SubscriberRule.MAX_SUBSCRIBERS) {
                throw new IllegalArgumentException("no such exception or lock");
            }
        }
    }

    /** The exception or lock of this device and source withdrawn. */
    record RuleWithdrawal(
            Imei device, SubscriberRule.Kind kind, String source, WithdrawalReason reason, Commitment personal)
            implements ChangeRow {}

    /** Identities that are one device from now on, ascending. */
    record GroupFormed(String source, List<Imei> members) implements ChangeRow {}

    /** Identities that are one device no longer, ascending. */
    record GroupDissolved(String source, List<Imei> members) implements ChangeRow {}

    /** Personal data was read. */
    record PersonalDataRead(AccessJournal.Read read, Commitment personal) implements ChangeRow {}

    /** An API key made; {@code personal} commits to its name. */
    record ApiKeyMade(
            long number,
            byte[] secretHash,
            List<String> roles,
            String organisation,
            Instant expires,
            Commitment personal)
            implements ChangeRow {}

    /** An API key revoked. */
    record ApiKeyRevoked(long number) implements ChangeRow {}

    /** A golden entry overridden by an addition before it. */
    record GoldenOverride(ImeiRange identity, EquipmentList list, String source, String scope) implements ChangeRow {}

    /**
     * A change kept for a second person.
     *
     * @param operation what would be done, as text
     * @param personal commits to the request, what it is about, who asked, and for which organisation
     */
    record ProposalMade(long number, String operation, Commitment personal) implements ChangeRow {}

    /**
     * What became of a proposal.
     *
     * @param decision {@code approved}, {@code rejected}, {@code expired}, {@code released} or {@code failed}
     * @param personal commits to who decided, and why
     */
    record ProposalDecided(long number, String decision, Commitment personal) implements ChangeRow {}

    /** A key that signs the log from now on. */
    record KeyBegins(LogKey key) implements ChangeRow {}

    /**
     * Personal data was erased; the rows after it say what.
     *
     * @param about {@code change}, {@code person} or {@code subscriber}
     * @param others how much was erased that the log never committed to
     * @param personal commits to the order's reference
     */
    record Erasure(String about, long others, Commitment personal) implements ChangeRow {}

    /**
     * What was erased beside a leaf or a row.
     *
     * @param revision of the change set
     * @param number of its row, from 1; 0 for the leaf
     * @param fields those that were erased, by their place in what was committed to, from 1, ascending
     * @param left commits anew to the same fields, those that are erased being absent
     */
    record Erased(long revision, long number, List<Integer> fields, Commitment left) implements ChangeRow {}
}
