package org.eir.core.change;

import java.util.List;
import org.eir.core.change.Imports.Mode;
import org.eir.core.check.SubscriberRule.Kind;
import org.eir.core.identity.Imei;
import org.eir.core.identity.Imsi;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.Reason;

/**
 * Pairs of a device and a subscriber, as files of the field have them. All pairs of a device are one rule of the source.
 *
 * @param kind what the pairs are: exceptions, or locks
 * @param source who says so and owns the rules
 * @param mode whether they are added to what the source has of this kind, or are all of it
 * @param reason why, of rules that are new; a rule in force keeps its own
 * @param reference what they refer to: usually the file's name
 * @param mayUndoOthers whether exceptions may be for devices that other sources have in the black or grey list
 * @param rows the good rows in the order of the file, at most {@value #MAX_ROWS}
 */
public record PairingList(
        Kind kind, String source, Mode mode, Reason reason, String reference, boolean mayUndoOthers, List<Row> rows) {
    public static final int MAX_ROWS = 100_000;

    /**
     * A device and a subscriber.
     *
     * @param line where the file has it; the first line is 1
     * @param removed whether a delta takes the subscriber out; otherwise the rule is to name it
     */
    public record Row(long line, boolean removed, Imei device, Imsi subscriber) {}

    public PairingList {
        if (rows.size() > MAX_ROWS) {
            throw new IllegalArgumentException("a list has at most " + MAX_ROWS + " pairs");
        }
        if (source.isEmpty() || source.length() > EntryFacts.MAX_SOURCE) {
            throw new IllegalArgumentException("a source has 1 to " + EntryFacts.MAX_SOURCE + " characters");
        }
        rows = List.copyOf(rows);
    }
}
