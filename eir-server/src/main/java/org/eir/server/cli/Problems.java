package org.eir.server.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Says as sentences what a register refused (RFC 9457). */
final class Problems {
    private Problems() {}

    static CommandFailure failure(NodeAccess node, int status, JsonNode problem) {
        if (status == 401) {
            return CommandFailure.refused(
                    unauthorised(node, problem.path("detail").asText("")), problem);
        }
        String detail = problem.path("detail").asText(problem.path("title").asText(""));
        if (detail.isEmpty()) {
            detail = "The register at " + node + " answered with HTTP status " + status + " and no reason.";
        }
        StringBuilder sentences = new StringBuilder(detail);
        for (JsonNode error : problem.path("errors")) {
            String sentence =
                    error.path("field").asText("") + " '" + error.path("value").asText("") + "': "
                            + error.path("rule").asText("");
            if (!detail.contains(sentence)) {
                sentences.append("\n  ").append(sentence);
            }
        }
        return CommandFailure.refused(sentences.toString(), problem);
    }

    private static String unauthorised(NodeAccess node, String detail) {
        String why = detail.isEmpty() ? "" : " (" + detail.replaceFirst("\\.$", "") + ")";
        return node.token().isPresent()
                ? "The register at " + node
                        + " refused the token" + why + "; the right one is in admin.token in the data directory"
                        + " of that node (name it with --data), or is given by --token or EIR_TOKEN."
                : "The register at " + node + " wants a token, and " + node.tokenFile()
                        + " cannot be read; name the data directory with --data, or give --token or EIR_TOKEN.";
    }
}
