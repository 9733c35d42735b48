package org.eir.map.sccp;

import java.io.ByteArrayOutputStream;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eir.map.sccp.SccpMessage.Unitdata;

/**
 * Puts segmented messages together (Q.714 clause 4.1.1.2.3). Memory is bounded by the number of messages under way: each
 * has at most sixteen segments of 255 octets. Thread safe.
 */
final class Reassembly {
    static final int MAX_MESSAGES = 1_000;
    /** T(reass), 10 to 20 s (Q.714 annex C.4). */
    static final long LIFETIME_NS = TimeUnit.SECONDS.toNanos(10);

    /** What became of a segment. */
    sealed interface Progress {
        /** The message is whole. */
        record Whole(byte[] data) implements Progress {}

        /** More segments are to come. */
        record Waiting() implements Progress {}

        /** It is of no use; whatever it belonged to is given up. */
        record Useless(Drop reason) implements Progress {}
    }

    private static final Progress WAITING = new Progress.Waiting();

    /** Sender and his name for the message (Q.714 clause 4.1.1.2.3). */
    private record Key(String association, SccpAddress calling, int localReference) {}

    private static final class Assembly {
        private final ByteArrayOutputStream data = new ByteArrayOutputStream();
        private final long endsNs;
        private int remaining;

        private Assembly(long endsNs) {
            this.endsNs = endsNs;
        }

        private void add(Unitdata segment, int stillToCome) {
            data.writeBytes(segment.data());
            remaining = stillToCome;
        }
    }

    private final LongSupplier clockNs;
    private final SccpCounters counters;
    /** The oldest first. */
    private final Map<Key, Assembly> underWay = new LinkedHashMap<>();

    Reassembly(LongSupplier clockNs, SccpCounters counters) {
        this.clockNs = clockNs;
        this.counters = counters;
        counters.gaugeReassembly(this, Reassembly::size);
    }

    synchronized int size() {
        return underWay.size();
    }

    synchronized Progress add(String association, Unitdata segment, Segmentation which) {
        long nowNs = clockNs.getAsLong();
        giveUpOld(nowNs);
        Key key = new Key(association, segment.calling(), which.localReference());
        return which.first() ? begin(key, segment, which, nowNs) : goOn(key, segment, which);
    }

    private void giveUpOld(long nowNs) {
        Iterator<Assembly> oldest = underWay.values().iterator();
        while (oldest.hasNext() && oldest.next().endsNs - nowNs <= 0) {
            oldest.remove();
            counters.dropped(Drop.REASSEMBLY_TIMED_OUT);
        }
    }

    private Progress begin(Key key, Unitdata segment, Segmentation which, long nowNs) {
        if (underWay.remove(key) != null) {
            counters.dropped(Drop.SEGMENT_OUT_OF_SEQUENCE);
        }
        if (underWay.size() >= MAX_MESSAGES) {
            return new Progress.Useless(Drop.NO_ROOM_TO_REASSEMBLE);
        }
        Assembly assembly = new Assembly(nowNs + LIFETIME_NS);
        assembly.add(segment, which.remaining());
        underWay.put(key, assembly);
        return WAITING;
    }

    private Progress goOn(Key key, Unitdata segment, Segmentation which) {
        Assembly assembly = underWay.get(key);
        if (assembly == null || which.remaining() != assembly.remaining - 1) {
            underWay.remove(key);
            return new Progress.Useless(Drop.SEGMENT_OUT_OF_SEQUENCE);
        }
        assembly.add(segment, which.remaining());
        if (which.remaining() > 0) {
            return WAITING;
        }
        underWay.remove(key);
        return new Progress.Whole(assembly.data.toByteArray());
    }
}
