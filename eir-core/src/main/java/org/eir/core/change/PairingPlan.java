package org.eir.core.change;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eir.core.change.Imports.Mode;
import org.eir.core.change.Imports.Rejection;
import org.eir.core.change.PairingList.Row;
import org.eir.core.change.SubscriberRuleChanges.Listing;
import org.eir.core.change.SubscriberRuleChanges.RecordedRule;
import org.eir.core.check.SubscriberRule;
import org.eir.core.check.Verdict;
import org.eir.core.identity.Imei;
import org.eir.core.identity.Imsi;
import org.eir.core.input.Refusal;
import org.eir.core.list.Validity;
import org.eir.core.list.WithdrawalReason;
import org.jspecify.annotations.Nullable;

/**
 * What a pairing list makes of the rules in force: which end, which begin. A rule whose subscribers change ends, and
 * another with the same facts begins. One that has expired counts for nothing; where its source makes another for the
 * device, it is withdrawn, because a source has one.
 *
 * @param steps in the order of the file; what a replacement misses comes last
 * @param unchanged devices whose rule is as the list has it
 * @param rejected rows that would break a rule of the register, ascending by line
 */
public record PairingPlan(List<Step> steps, int unchanged, List<Rejection> rejected) {

    /** A rule that ends and the one that begins; one of them may be missing. */
    public record Step(
            @Nullable RecordedRule ending, @Nullable SubscriberRule beginning, WithdrawalReason why) {}

    public PairingPlan {
        steps = List.copyOf(steps);
        rejected = List.copyOf(rejected);
    }

    /**
     * Compares.
     *
     * @param inForce rules that are not withdrawn: of all sources for the devices of the list, and, where it replaces, all
     *     that its source has of its kind
     * @param listings what keeps the list from naming further subscribers for a device: how another source listed it
     * @param maxSubscribers how many different subscribers all rules of one device may name together
     * @param at the moment that tells which rules have expired
     */
    public static PairingPlan of(
            PairingList list,
            Collection<RecordedRule> inForce,
            Map<Imei, Listing> listings,
            int maxSubscribers,
            Instant at) {
        Map<Imei, Device> devices = new LinkedHashMap<>();
        List<Rejection> rejected = new ArrayList<>();
        Map<Imei, List<RecordedRule>> before = new LinkedHashMap<>();
        inForce.forEach(rule -> before.computeIfAbsent(rule.rule().device(), device -> new ArrayList<>())
                .add(rule));
        for (Row row : list.rows()) {
            devices.computeIfAbsent(
                            row.device(),
                            device -> new Device(
                                    list,
                                    before.getOrDefault(device, List.of()),
                                    listings.get(device),
                                    maxSubscribers,
                                    at))
                    .take(row)
                    .ifPresent(refusal -> rejected.add(new Rejection(row.line(), refusal)));
        }
        List<Step> steps = new ArrayList<>();
        devices.forEach((device, wanted) -> wanted.step(device).ifPresent(steps::add));
        int unchanged =
                (int) devices.values().stream().filter(Device::isUnchanged).count();
        if (list.mode() == Mode.REPLACE) {
            inForce.stream()
                    .filter(rule -> isOf(list, rule) && !rule.rule().validity().isOver(at))
                    .filter(rule -> !devices.containsKey(rule.rule().device()))
                    .forEach(rule -> steps.add(new Step(rule, null, WithdrawalReason.NOT_IN_LIST)));
        }
        return new PairingPlan(steps, unchanged, rejected);
    }

    private static boolean isOf(PairingList list, RecordedRule rule) {
        return rule.rule().source().equals(list.source()) && rule.rule().kind() == list.kind();
    }

    /** Rules that begin where the source had none for the device. */
    public long added() {
        return steps.stream()
                .filter(step -> step.ending() == null || step.why() == WithdrawalReason.EXPIRED)
                .count();
    }

    /** Rules that go on with other subscribers. */
    public long changed() {
        return steps.stream()
                .filter(step -> step.ending() != null && step.beginning() != null)
                .filter(step -> step.why() != WithdrawalReason.EXPIRED)
                .count();
    }

    /** Rules that end. */
    public long withdrawn() {
        return steps.stream().filter(step -> step.beginning() == null).count();
    }

    /** One device while the rows about it pass by. */
    private static final class Device {
        private final PairingList list;
        private final @Nullable RecordedRule own;
        private final @Nullable RecordedRule expired;
        private final @Nullable Listing listing;
        private final Set<Imsi> ofOthers = new HashSet<>();
        private final Set<Imsi> before = new LinkedHashSet<>();
        private final Set<Imsi> wanted = new LinkedHashSet<>();
        private final int maxSubscribers;

        Device(PairingList list, List<RecordedRule> rules, @Nullable Listing listing, int maxSubscribers, Instant at) {
            this.list = list;
            this.listing = listing;
            this.maxSubscribers = maxSubscribers;
            RecordedRule recorded = rules.stream()
                    .filter(rule -> rule.rule().source().equals(list.source()))
                    .findAny()
                    .orElse(null);
            boolean isOver = recorded != null && recorded.rule().validity().isOver(at);
            this.own = isOver ? null : recorded;
            this.expired = isOver ? recorded : null;
            rules.stream()
                    .filter(rule -> rule != recorded && !rule.rule().validity().isOver(at))
                    .forEach(rule -> ofOthers.addAll(rule.rule().subscribers()));
            if (own != null) {
                before.addAll(own.rule().subscribers());
            }
            if (list.mode() == Mode.ADD) {
                wanted.addAll(before);
            }
        }

        Optional<Refusal> take(Row row) {
            if (own != null && own.rule().kind() != list.kind()) {
                return Optional.of(Refusal.of(
                        "imei",
                        row.device().text(),
                        list.source() + " has " + own.rule().kind().text() + " " + own.id()
                                + " for this device; withdraw it first"));
            }
            if (row.removed()) {
                return wanted.remove(row.subscriber())
                        ? Optional.empty()
                        : Optional.of(Refusal.of(
                                "imsi",
                                row.subscriber().toString(),
                                "is not named by a rule that " + list.source() + " has for this device"));
            }
            if (listing != null && !before.contains(row.subscriber())) {
                return Optional.of(Refusal.of("imei", row.device().text(), listing.rule()));
            }
            return wanted.contains(row.subscriber()) || hasRoomFor(row.subscriber())
                    ? add(row.subscriber())
                    : Optional.of(Refusal.of(
                            "imsi",
                            row.subscriber().toString(),
                            "the device's rules may name " + maxSubscribers + " subscribers, and do by now"));
        }

        private Optional<Refusal> add(Imsi subscriber) {
            wanted.add(subscriber);
            return Optional.empty();
        }

        private boolean hasRoomFor(Imsi subscriber) {
            Set<Imsi> named = new HashSet<>(ofOthers);
            named.addAll(wanted);
            named.add(subscriber);
            return named.size() <= maxSubscribers;
        }

        boolean isUnchanged() {
            return own != null && !isOfOtherKind() && before.equals(wanted);
        }

        private boolean isOfOtherKind() {
            return own != null && own.rule().kind() != list.kind();
        }

        /** What changes for the device; a rule of the other kind, and one whose rows were all rejected, stay as they are. */
        Optional<Step> step(Imei device) {
            boolean allRejected = list.mode() == Mode.REPLACE && wanted.isEmpty();
            if (isOfOtherKind() || allRejected || before.equals(wanted)) {
                return Optional.empty();
            }
            if (expired != null) {
                return Optional.of(new Step(expired, rule(device), WithdrawalReason.EXPIRED));
            }
            return Optional.of(
                    wanted.isEmpty()
                            ? new Step(own, null, WithdrawalReason.REMOVED_BY_FILE)
                            : new Step(own, rule(device), WithdrawalReason.CORRECTED));
        }

        private SubscriberRule rule(Imei device) {
            List<Imsi> subscribers = List.copyOf(wanted);
            if (own == null) {
                return new SubscriberRule(
                        device,
                        list.kind(),
                        Verdict.PERMITTED,
                        subscribers,
                        list.source(),
                        list.reason(),
                        list.reference(),
                        null,
                        Validity.ALWAYS);
            }
            SubscriberRule rule = own.rule();
            return new SubscriberRule(
                    device,
                    rule.kind(),
                    rule.verdict(),
                    subscribers,
                    rule.source(),
                    rule.reason(),
                    rule.reference(),
                    rule.note(),
                    rule.validity());
        }
    }
}
