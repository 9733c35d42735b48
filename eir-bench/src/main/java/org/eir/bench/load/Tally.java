package org.eir.bench.load;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What came back, and how long each answer took. For one thread. */
public final class Tally {
    /** EquipmentStatus as it is on the wire of every interface; any other outcome is the interface's own code. */
    public static final int PERMITTED = 0;

    public static final int PROHIBITED = 1;
    public static final int UNREADABLE = -1;

    private static final long LONGEST_NS = 60_000_000_000L;

    private final int[] expected;
    private final Histogram latencyNs = new Histogram(LONGEST_NS, 3);
    private final Map<Integer, Long> wrong = new TreeMap<>();
    private long right;

    /**
     * @param expected the right answer to each question
     */
    Tally(int[] expected) {
        this.expected = expected;
    }

    void answered(int question, int answer, long tookNs) {
        latencyNs.recordValue(Math.min(Math.max(tookNs, 0), LONGEST_NS));
        if (expected[question] == answer) {
            right++;
        } else {
            wrong.merge(answer, 1L, Long::sum);
        }
    }

    /** Asked and never answered, or answered and never asked. */
    void astray(long count) {
        if (count > 0) {
            wrong.merge(UNREADABLE, count, Long::sum);
        }
    }

    long right() {
        return right;
    }

    /** How often each wrong answer came: EquipmentStatus, the interface's code, or -1 for none. */
    Map<Integer, Long> wrong() {
        return wrong;
    }

    Histogram latencyNs() {
        return latencyNs;
    }
}
