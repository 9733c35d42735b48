package org.eir.admin.web;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.QueryParams;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.eir.admin.web.Problem.InputError;
import org.eir.core.input.Nearest;
import org.eir.core.input.Outcome;
import org.eir.core.input.Outcome.Accepted;
import org.eir.core.input.Outcome.Refused;
import org.eir.core.input.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * What a call was given, while it is read: everything that is wrong is collected, so that the caller learns of all of
 * it at once. What could not be read is null, and then {@link #areGood} is false.
 */
public final class Inputs {
    private static final int MAX_ERRORS = 20;

    private final QueryParams query;
    private final List<InputError> errors = new ArrayList<>();
    private @Nullable String unreadable;

    /**
     * @param query the parameters that were sent
     * @param known those that this call has; any other is refused, because ignoring it would do something else than
     *     was meant
     */
    public Inputs(QueryParams query, String... known) {
        this.query = query;
        List<String> names = List.of(known);
        for (String name : query.names()) {
            if (!names.contains(name)) {
                refuseInQuery(Refusal.of(
                        name,
                        query.get(name, ""),
                        names.isEmpty()
                                ? "this call has no parameters"
                                : "is no known parameter" + Nearest.hint(name, names) + "; known are "
                                        + String.join(", ", names)));
            } else if (query.getAll(name).size() > 1) {
                refuseInQuery(Refusal.of(name, query.get(name, ""), "is there more than once"));
            }
        }
    }

    /** A parameter, if it was sent. */
    public <T> @Nullable T parameter(String name, BiFunction<String, String, Outcome<T>> reader) {
        String text = query.get(name);
        if (text == null) {
            return null;
        }
        return inPath(reader.apply(name, text));
    }

    /** A parameter that has to be there. */
    public <T> @Nullable T requiredParameter(String name, BiFunction<String, String, Outcome<T>> reader) {
        if (!query.contains(name)) {
            refuseInQuery(Refusal.of(name, "", "is missing"));
        }
        return parameter(name, reader);
    }

    /** A part of the path that has to be something. */
    public <T> @Nullable T inPath(Outcome<T> outcome) {
        return switch (outcome) {
            case Accepted<T> accepted -> accepted.value();
            case Refused<T> refused -> {
                refuseInQuery(refused.refusal());
                yield null;
            }
        };
    }

    /** A whole number among the parameters. */
    public long number(String name, long absent, long min, long max) {
        Long number = parameter(name, (field, text) -> {
            try {
                long value = Long.parseLong(text);
                if (value >= min && value <= max) {
                    return Outcome.accepted(value);
                }
            } catch (NumberFormatException notOne) {
                // Refused below, like a number out of range.
            }
            return Outcome.refused(field, text, "has to be a whole number, " + min + " to " + max);
        });
        return number == null ? absent : number;
    }

    /** A field of the body, if it was sent. */
    public <T> @Nullable T field(String name, @Nullable String text, BiFunction<String, String, Outcome<T>> reader) {
        if (text == null) {
            return null;
        }
        return take(reader.apply(name, text));
    }

    /** A field of the body that has to be there. */
    public <T> @Nullable T requiredField(
            String name, @Nullable String text, BiFunction<String, String, Outcome<T>> reader) {
        if (text == null) {
            refuseInBody(Refusal.of(name, "", "is missing"));
        }
        return field(name, text, reader);
    }

    /** Something made of several fields of the body. */
    public <T> @Nullable T take(Outcome<T> outcome) {
        return switch (outcome) {
            case Accepted<T> accepted -> accepted.value();
            case Refused<T> refused -> {
                refuseInBody(refused.refusal());
                yield null;
            }
        };
    }

    /** Something within a structured body, named by its pointer (RFC 6901). */
    public <T> @Nullable T takeAt(String pointer, Outcome<T> outcome) {
        return switch (outcome) {
            case Accepted<T> accepted -> accepted.value();
            case Refused<T> refused -> {
                add(InputError.at(pointer, refused.refusal()));
                yield null;
            }
        };
    }

    public void refuseInBody(Refusal refusal) {
        add(InputError.inBody(refusal));
    }

    private void refuseInQuery(Refusal refusal) {
        add(InputError.inQuery(refusal));
    }

    private void add(InputError error) {
        if (errors.size() < MAX_ERRORS) {
            errors.add(error);
        }
    }

    /** The body as a whole is not what it should be. */
    public void unreadable(String why) {
        unreadable = why;
    }

    public boolean areGood() {
        return unreadable == null && errors.isEmpty();
    }

    /** What was wrong. */
    public HttpResponse refusal() {
        return unreadable == null
                ? Problem.invalid(errors).response()
                : Problem.of(Problem.Kind.MALFORMED_REQUEST, unreadable).response();
    }
}
