package org.eir.admin.web;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.LongSupplier;

/**
 * A bucket of calls for each caller: every call takes one, and they come back at a steady rate. The caller who has been
 * quiet longest is forgotten when there are too many, which gives back a full bucket; only callers with a valid token
 * are in the table, so nobody can press the others out of it.
 */
public final class RateLimiter {
    private static final double NANOSECONDS = 1e9;

    private final RateLimit limit;
    private final LongSupplier nanoTime;
    private final Counter refused;
    private final Counter forgotten;
    private final SequencedMap<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    private static final class Bucket {
        private double calls;
        private long filledNs;

        Bucket(double calls, long filledNs) {
            this.calls = calls;
            this.filledNs = filledNs;
        }
    }

    public RateLimiter(RateLimit limit, LongSupplier nanoTime, MeterRegistry meters) {
        this.limit = limit;
        this.nanoTime = nanoTime;
        this.refused = Counter.builder("eir.http.rate.limited")
                .description("calls refused because their caller calls too often")
                .register(meters);
        this.forgotten = Counter.builder("eir.http.rate.callers.forgotten")
                .description("callers forgotten because the table of callers was full")
                .register(meters);
    }

    /** Takes a call of this caller: 0 if it may go on, otherwise the seconds after which the next one may. */
    public int take(String caller) {
        if (limit.callsPerSecond() == 0) {
            return 0;
        }
        synchronized (buckets) {
            long now = nanoTime.getAsLong();
            Bucket bucket = buckets.computeIfAbsent(caller, name -> new Bucket(limit.burst(), now));
            if (buckets.size() > limit.maxCallers()) {
                buckets.pollFirstEntry();
                forgotten.increment();
            }
            double returned = (now - bucket.filledNs) / NANOSECONDS * limit.callsPerSecond();
            bucket.calls = Math.min(limit.burst(), bucket.calls + returned);
            bucket.filledNs = now;
            if (bucket.calls >= 1) {
                bucket.calls--;
                return 0;
            }
            refused.increment();
            return (int) Math.ceil((1 - bucket.calls) / limit.callsPerSecond());
        }
    }
}
