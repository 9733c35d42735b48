package org.eir.core.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eir.core.change.Actor;

/**
 * Port: the keys of programs. Changes are recorded in the journal like those of the lists; a node learns of those that
 * another made through the feed.
 *
 * <p>{@link #create}, {@link #list} and {@link #revoke} throw {@link org.eir.core.change.StoreUnavailableException} when
 * the database cannot be reached; then nothing happened.
 */
public interface ApiKeys {
    /** Most keys that are neither revoked nor expired. */
    int MAX_IN_FORCE = 1_000;

    /** What became of a new key. */
    sealed interface CreateOutcome {
        /** It is recorded, and good on this node. */
        record Created(ApiKey key) implements CreateOutcome {}

        /** There is or was a key of this name; nothing changed. */
        record NameTaken(ApiKey existing) implements CreateOutcome {}

        /** There are {@link #MAX_IN_FORCE} already; nothing changed. */
        record TooMany() implements CreateOutcome {}
    }

    /** What became of a revocation. */
    sealed interface RevokeOutcome {
        /** It is recorded; the key is no longer good on this node, and on others within their poll of the feed. */
        record Done(ApiKey key) implements RevokeOutcome {}

        /** It was revoked before; nothing changed. */
        record AlreadyRevoked(ApiKey key) implements RevokeOutcome {}

        /** There is no key with this number. */
        record NoSuchKey(long id) implements RevokeOutcome {}
    }

    /**
     * @param secretHash SHA-256 of what the program will show
     */
    CreateOutcome create(ApiKey.Facts facts, byte[] secretHash, Actor actor);

    RevokeOutcome revoke(long id, Actor actor);

    /** Keys with a number above {@code after}, revoked ones too, ascending, at most {@code limit}. */
    List<ApiKey> list(long after, int limit);

    /** The key with this hash of a secret, if it is not revoked; it may have expired. From memory. */
    Optional<ApiKey> inForce(byte[] secretHash);

    /** A key was shown just now. Only remembered here, and written down later. */
    void used(long id, Instant at);
}
