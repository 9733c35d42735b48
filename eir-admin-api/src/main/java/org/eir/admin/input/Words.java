package org.eir.admin.input;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.eir.core.access.Role;
import org.eir.core.change.Imports;
import org.eir.core.check.SubscriberRule;
import org.eir.core.check.Verdict;
import org.eir.core.identity.ListedIdentity.CheckDigit;
import org.eir.core.input.Nearest;
import org.eir.core.input.Outcome;
import org.eir.core.list.EntryFilter;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.core.list.WithdrawalReason;

/** Words out of a fixed set. A refusal names the whole set and the nearest word. */
public final class Words {
    private static final List<WithdrawalReason> GIVEN_REASONS = Arrays.stream(WithdrawalReason.values())
            .filter(WithdrawalReason::isGivenByPeople)
            .toList();

    private static final List<Verdict> STATUSES =
            List.of(Verdict.PERMITTED, Verdict.PROHIBITED, Verdict.TRACKED, Verdict.UNKNOWN);

    private Words() {}

    public static Outcome<EquipmentList> list(String field, String text) {
        return oneOf(
                List.of(EquipmentList.BLACK, EquipmentList.GREY, EquipmentList.WHITE, EquipmentList.GOLDEN),
                EquipmentList::text,
                field,
                text);
    }

    public static Outcome<Reason> reason(String field, String text) {
        return oneOf(List.of(Reason.values()), Reason::text, field, text);
    }

    public static Outcome<Role> role(String field, String text) {
        return oneOf(List.of(Role.values()), Role::text, field, text);
    }

    /** Only the reasons that people give; the register's own are refused. */
    public static Outcome<WithdrawalReason> withdrawalReason(String field, String text) {
        return oneOf(GIVEN_REASONS, WithdrawalReason::text, field, text);
    }

    public static Outcome<Imports.Mode> mode(String field, String text) {
        return oneOf(List.of(Imports.Mode.values()), Words::lowerCase, field, text);
    }

    public static Outcome<EntryFilter.State> entryState(String field, String text) {
        return oneOf(
                List.of(EntryFilter.State.values()), state -> lowerCase(state).replace('_', '-'), field, text);
    }

    public static Outcome<Imports.RowChange> rowChange(String field, String text) {
        return oneOf(
                List.of(Imports.RowChange.values()), Imports.RowChange::text, field, text.toLowerCase(Locale.ROOT));
    }

    public static Outcome<CheckDigit> checkDigit(String field, String text) {
        return oneOf(List.of(CheckDigit.values()), Words::lowerCase, field, text);
    }

    /** Which proposals to show. */
    public static Outcome<String> pendingOrAll(String field, String text) {
        return oneOf(List.of("pending", "all"), word -> word, field, text);
    }

    public static Outcome<Boolean> flag(String field, String text) {
        return oneOf(List.of(true, false), value -> Boolean.toString(value), field, text);
    }

    /** What a network may be told of a device. */
    public static Outcome<Verdict> status(String field, String text) {
        return oneOf(STATUSES, Verdict::text, field, text);
    }

    /** What a network may be told of what is no identity: an error as well. */
    public static Outcome<Verdict> verdict(String field, String text) {
        return oneOf(List.of(Verdict.values()), Verdict::text, field, text);
    }

    public static Outcome<SubscriberRule.Kind> subscriberRule(String field, String text) {
        return oneOf(List.of(SubscriberRule.Kind.values()), SubscriberRule.Kind::text, field, text);
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static <T> Outcome<T> oneOf(List<T> values, Function<T, String> word, String field, String text) {
        for (T value : values) {
            if (word.apply(value).equals(text)) {
                return Outcome.accepted(value);
            }
        }
        List<String> words = values.stream().map(word).toList();
        return Outcome.refused(field, text, "has to be " + listed(words) + Nearest.hint(text, words));
    }

    private static String listed(List<String> words) {
        int last = words.size() - 1;
        return String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }
}
