package org.eir.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says in a call what was given on the command line, and nothing of the rest. */
final class Given {
    private Given() {}

    static void put(ObjectNode body, String field, @Nullable String value) {
        if (value != null) {
            body.put(field, value);
        }
    }

    static void put(Map<String, String> query, String name, @Nullable String value) {
        if (value != null) {
            query.put(name, value);
        }
    }

    /** Refuses a {@code --limit} that would show nothing, as if there were nothing. */
    static void requireLimit(int limit) throws CommandFailure {
        if (limit < 1) {
            throw CommandFailure.wrongUsage("--limit " + limit + " shows nothing: it is 1 or more.");
        }
    }
}
