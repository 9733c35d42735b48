package org.eir.store;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eir.core.access.ApiKey;

/**
 * The keys in force, by the hash of their secret. A change of this node is here before the feed brings it; what the feed
 * reads from an older snapshot is then left out, for it comes again with the revision of that change.
 */
final class KeyIndex {
    private volatile State state = new State(0, Map.of());

    /** Never changed once made. */
    private record State(long revision, Map<ByteBuffer, ApiKey> keys) {}

    /** Keys on their way in. */
    static final class Loading {
        private final Map<ByteBuffer, ApiKey> keys = new HashMap<>();

        void add(byte[] secretHash, ApiKey key) {
            keys.put(ByteBuffer.wrap(secretHash), key);
        }
    }

    Optional<ApiKey> find(byte[] secretHash) {
        return Optional.ofNullable(state.keys().get(ByteBuffer.wrap(secretHash)));
    }

    /** All keys, as they stand at a revision. */
    synchronized void replace(Loading loaded, long revision) {
        if (revision >= state.revision()) {
            state = new State(revision, loaded.keys);
        }
    }

    synchronized void add(byte[] secretHash, ApiKey key, long revision) {
        Map<ByteBuffer, ApiKey> next = new HashMap<>(state.keys());
        next.put(ByteBuffer.wrap(secretHash.clone()), key);
        state = new State(Math.max(revision, state.revision()), next);
    }

    synchronized void remove(long id, long revision) {
        Map<ByteBuffer, ApiKey> next = new HashMap<>(state.keys());
        next.values().removeIf(key -> key.id() == id);
        state = new State(Math.max(revision, state.revision()), next);
    }
}
