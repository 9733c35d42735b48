package org.eir.server.cli;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An import as REST tells it.
 *
 * @param json all of what was told
 */
record ImportJob(JsonNode json) {
    String id() {
        return json.path("id").asText("");
    }

    String state() {
        return json.path("state").asText("");
    }

    boolean isWorking() {
        return state().equals("receiving") || state().equals("applying");
    }

    /** Whether there is nothing in the file that anybody would want applied. */
    boolean hasNoGoodRow() {
        return count("rows") == count("rejected");
    }

    long count(String name) {
        return json.path("counts").path(name).asLong();
    }

    String revision() {
        return json.path("revision").asText("");
    }

    String failure() {
        return json.path("failure").asText("no reason was given");
    }
}
