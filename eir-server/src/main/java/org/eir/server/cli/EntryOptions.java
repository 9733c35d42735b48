package org.eir.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is said of an identity that is entered in a list. */
@SuppressWarnings("NullAway.Init") // picocli fills the options
final class EntryOptions {
    @Option(
            names = "--reason",
            required = true,
            paramLabel = "REASON",
            converter = Words.Reasons.class,
            completionCandidates = Words.Reasons.class,
            description = "One of: ${COMPLETION-CANDIDATES}.")
    private Reason reason;

    @Option(
            names = "--reference",
            required = true,
            paramLabel = "TEXT",
            description = "What it rests on: a police report, a court's file number.")
    private String reference;

    @Option(
            names = "--source-reference",
            paramLabel = "TEXT",
            description = "The number by which the source itself knows the case.")
    private @Nullable String sourceReference;

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            description = "Who says so. Default: the organisation of the token.")
    private @Nullable String source;

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            description = "'everyone', or the source: then it counts in its networks alone. Default: everyone.")
    private @Nullable String scope;

    @Option(
            names = "--reported",
            paramLabel = "TIME",
            converter = Moment.Reading.class,
            description = "When it was reported, such as 2026-11-01T08:30:00Z.")
    private @Nullable Moment reported;

    @Option(
            names = "--valid-from",
            paramLabel = "TIME",
            converter = Moment.Reading.class,
            description = "When the entry begins to count. Default: at once.")
    private @Nullable Moment validFrom;

    @Option(
            names = "--valid-until",
            paramLabel = "TIME",
            converter = Moment.Reading.class,
            description = "When it ceases to count. Default: never.")
    private @Nullable Moment validUntil;

    @Option(names = "--note", paramLabel = "TEXT", description = "A remark for colleagues.")
    private @Nullable String note;

    @Option(
            names = "--override-golden",
            description = "Block it even if the golden list protects it; needs the right to, and is recorded.")
    private boolean overrideGolden;

    /** The body of a call that enters something in a list. */
    ObjectNode body(EquipmentList list, @Nullable String identity) {
        ObjectNode body = Console.JSON.createObjectNode();
        body.put("list", list.text());
        Given.put(body, "identity", identity);
        body.put("reason", reason.text()).put("reference", reference);
        Given.put(body, "sourceReference", sourceReference);
        Given.put(body, "source", source);
        Given.put(body, "scope", scope);
        Given.put(body, "reported", reported == null ? null : reported.text());
        Given.put(body, "validFrom", validFrom == null ? null : validFrom.text());
        Given.put(body, "validUntil", validUntil == null ? null : validUntil.text());
        Given.put(body, "note", note);
        if (overrideGolden) {
            body.put("overrideGolden", true);
        }
        return body;
    }
}
