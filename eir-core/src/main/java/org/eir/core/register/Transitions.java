package org.eir.core.register;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What will start or expire by itself, by the moment of its next transition. Not safe for several threads.
 *
 * @param <K> what it is about
 * @param <S> its whole state, from which every later transition follows
 */
final class Transitions<K, S> {
    private final Map<K, Waiting<S>> waiting = new HashMap<>();
    private final SortedMap<Instant, Set<K>> moments = new TreeMap<>();

    private record Waiting<S>(S state, Instant next) {}

    int size() {
        return waiting.size();
    }

    boolean holds(K key) {
        return waiting.containsKey(key);
    }

    /** Replaces what is known of a key; without a next transition, nothing needs to be. */
    void remember(K key, S state, @Nullable Instant next) {
        forget(key);
        if (next != null) {
            waiting.put(key, new Waiting<>(state, next));
            moments.computeIfAbsent(next, moment -> new HashSet<>()).add(key);
        }
    }

    void forget(K key) {
        Waiting<S> before = waiting.remove(key);
        if (before != null) {
            Set<K> sameMoment = moments.getOrDefault(before.next(), Set.of());
            sameMoment.remove(key);
            if (sameMoment.isEmpty()) {
                moments.remove(before.next());
            }
        }
    }

    /** Takes out everything whose next transition is not after {@code now}. */
    Map<K, S> takeDue(Instant now) {
        Map<K, S> due = new LinkedHashMap<>();
        SortedMap<Instant, Set<K>> past = moments.headMap(now.plusNanos(1));
        for (Set<K> keys : past.values()) {
            for (K key : keys) {
                Waiting<S> taken = waiting.remove(key);
                if (taken != null) {
                    due.put(key, taken.state());
                }
            }
        }
        past.clear();
        return due;
    }
}
