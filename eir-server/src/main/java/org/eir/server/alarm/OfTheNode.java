package org.eir.server.alarm;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A condition of the node as a whole.
 *
 * @param alarm name of the alarm
 * @param problem what is wrong just now, one sentence; empty while nothing is
 */
public record OfTheNode(String alarm, Severity severity, Supplier<Optional<String>> problem) implements Condition {
    @Override
    public Map<String, String> wrong() {
        return problem.get().map(sentence -> Map.of("", sentence)).orElse(Map.of());
    }
}
