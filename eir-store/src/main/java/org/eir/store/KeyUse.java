package org.eir.store;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eir.core.access.ApiKey;
import org.eir.core.change.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When keys were last used: remembered by each call, written down twice a minute and at the end. At most one moment for
 * each key there is. What cannot be written is tried again the next time.
 */
final class KeyUse implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KeyUse.class);
    private static final long INTERVAL_S = 30;

    private final Database database;
    private final Map<Long, Instant> latest = new ConcurrentHashMap<>();
    private final Map<Long, Instant> written = new HashMap<>();
    private final ScheduledExecutorService timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("eir-key-use").daemon().factory());

    private KeyUse(Database database) {
        this.database = database;
    }

    static KeyUse start(Database database) {
        KeyUse use = new KeyUse(database);
        use.timer.scheduleWithFixedDelay(use::write, INTERVAL_S, INTERVAL_S, TimeUnit.SECONDS);
        return use;
    }

    /** To the microsecond, which is what is written down. */
    void remember(long keyId, Instant at) {
        latest.put(keyId, at.truncatedTo(ChronoUnit.MICROS));
    }

    /** The key with what is not yet written down. */
    ApiKey seen(ApiKey key) {
        Instant here = latest.get(key.id());
        Instant there = key.lastUsed();
        return here == null || there != null && there.isAfter(here)
                ? key
                : new ApiKey(key.id(), key.facts(), key.created(), key.createdBy(), key.revoked(), here);
    }

    private synchronized void write() {
        List<Map.Entry<Long, Instant>> news = latest.entrySet().stream()
                .filter(use -> !use.getValue().equals(written.get(use.getKey())))
                .toList();
        if (news.isEmpty()) {
            return;
        }
        try {
            database.inTransaction(handle -> handle.createUpdate("""
                            UPDATE api_key k SET last_used = greatest(k.last_used, u.at)
                            FROM unnest(:ids::bigint[], :moments::timestamptz[]) AS u(id, at) WHERE k.id = u.id""")
                    .bindArray(
                            "ids",
                            Long.class,
                            news.stream().map(Map.Entry::getKey).toList())
                    .bindArray(
                            "moments",
                            String.class,
                            news.stream()
                                    .map(use -> use.getValue()
                                            .atOffset(ZoneOffset.UTC)
                                            .toString())
                                    .toList())
                    .execute());
            news.forEach(use -> written.put(use.getKey(), use.getValue()));
        } catch (StoreException e) {
            log.warn("when keys were last used is written later: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        write();
    }
}
