package org.eir.core.input;

import java.util.function.Function;

/**
 * What became of something that people sent: accepted as a value, or refused with a reason. Never an exception: a
 * refusal is an expected outcome.
 *
 * @param <T> what was accepted
 */
public sealed interface Outcome<T> {

    /** It is good. */
    record Accepted<T>(T value) implements Outcome<T> {}

    /** It is not, and nothing happened. */
    record Refused<T>(Refusal refusal) implements Outcome<T> {}

    static <T> Outcome<T> accepted(T value) {
        return new Accepted<>(value);
    }

    static <T> Outcome<T> refused(String field, String value, String rule) {
        return new Refused<>(Refusal.of(field, value, rule));
    }

    /** The next step where this one was accepted; otherwise the refusal. */
    default <U> Outcome<U> then(Function<T, Outcome<U>> next) {
        return switch (this) {
            case Accepted<T> accepted -> next.apply(accepted.value());
            case Refused<T> refused -> new Refused<>(refused.refusal());
        };
    }
}
