package org.eir.map.check;

import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs at most once a second: a fault that hits every question must not drown the log. The counters miss none. */
final class FailureLog {
    private static final Logger LOG = LoggerFactory.getLogger(CheckImeiService.class);
    private static final Pattern DIGITS = Pattern.compile("[0-9]{5,}");
    private static final long INTERVAL_NS = 1_000_000_000L;

    private final AtomicLong nextAt = new AtomicLong(System.nanoTime());

    /** Logs with the digits of the failure's message masked: they may be somebody's. */
    void log(String format, Asker asker, Throwable failure) {
        long now = System.nanoTime();
        long due = nextAt.get();
        if (now - due < 0 || !nextAt.compareAndSet(due, now + INTERVAL_NS)) {
            return;
        }
        Throwable masked = new Throwable(failure.getClass().getName() + ": "
                + DIGITS.matcher(String.valueOf(failure.getMessage())).replaceAll("*****"));
        masked.setStackTrace(failure.getStackTrace());
        LOG.error(format, asker.peer(), masked);
    }
}
