package org.eir.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.eir.core.list.WithdrawalReason;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Why something is taken out of force. */
@SuppressWarnings("NullAway.Init") // picocli fills the option
final class WithdrawalOptions {
    @Option(
            names = "--reason",
            required = true,
            paramLabel = "REASON",
            converter = Words.WithdrawalReasons.class,
            completionCandidates = Words.WithdrawalReasons.class,
            description = "One of: ${COMPLETION-CANDIDATES}.")
    private WithdrawalReason reason;

    /** The body of a call that withdraws. */
    ObjectNode body(@Nullable String reference) {
        ObjectNode body = Console.JSON.createObjectNode().put("reason", reason.text());
        Given.put(body, "reference", reference);
        return body;
    }
}
