package org.eir.server.cli;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eir.core.access.Role;
import org.eir.core.check.SubscriberRule;
import org.eir.core.check.Verdict;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.core.list.WithdrawalReason;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The register's words and numbers as values of options. */
final class Words {
    private Words() {}

    /** Names of lists. */
    static final class Lists extends Vocabulary<EquipmentList> {
        Lists() {
            super(EquipmentList.values(), EquipmentList::text, EquipmentList::of, list -> true);
        }
    }

    /** Reasons to list something. */
    static final class Reasons extends Vocabulary<Reason> {
        Reasons() {
            super(Reason.values(), Reason::text, Reason::of, reason -> true);
        }
    }

    /** Reasons to withdraw something. */
    static final class WithdrawalReasons extends Vocabulary<WithdrawalReason> {
        WithdrawalReasons() {
            super(
                    WithdrawalReason.values(),
                    WithdrawalReason::text,
                    WithdrawalReason::of,
                    WithdrawalReason::isGivenByPeople);
        }
    }

    /** Exception or lock. */
    static final class RuleKinds extends Vocabulary<SubscriberRule.Kind> {
        RuleKinds() {
            super(SubscriberRule.Kind.values(), SubscriberRule.Kind::text, SubscriberRule.Kind::of, kind -> true);
        }
    }

    /** What a network may be told of a device. */
    static final class Statuses extends Vocabulary<Verdict> {
        Statuses() {
            super(Verdict.values(), Verdict::text, Verdict::of, verdict -> verdict != Verdict.REFUSED);
        }
    }

    /** What a network may be told of what is no identity. */
    static final class Verdicts extends Vocabulary<Verdict> {
        Verdicts() {
            super(Verdict.values(), Verdict::text, Verdict::of, verdict -> true);
        }
    }

    /** Roles of a caller. */
    static final class Roles extends Vocabulary<Role> {
        Roles() {
            super(
                    Role.values(),
                    Role::text,
                    word -> Arrays.stream(Role.values())
                            .filter(role -> role.text().equals(word))
                            .findAny(),
                    role -> true);
        }
    }

    /** The number of an entry. */
    static final class EntryNumber implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            try {
                return Long.valueOf(text);
            } catch (NumberFormatException e) {
                throw new TypeConversionException(
                        "'" + text + "' must be the number of an entry; 'eir list show IDENTITY' tells it");
            }
        }
    }

    /** Shows the words in a command's help and refuses others. */
    abstract static class Vocabulary<E> implements ITypeConverter<E>, Iterable<String> {
        private final E[] values;
        private final Function<E, String> text;
        private final Function<String, Optional<E>> reading;
        private final Predicate<E> allowed;

        Vocabulary(E[] values, Function<E, String> text, Function<String, Optional<E>> reading, Predicate<E> allowed) {
            this.values = values;
            this.text = text;
            this.reading = reading;
            this.allowed = allowed;
        }

        @Override
        public E convert(String word) {
            return reading.apply(word)
                    .filter(allowed)
                    .orElseThrow(() ->
                            new TypeConversionException("'" + word + "' must be one of " + String.join(", ", this)));
        }

        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(values).filter(allowed).map(text).iterator();
        }
    }
}
