package org.eir.admin;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eir.core.access.ApiKey;
import org.eir.core.access.ApiKeys;
import org.eir.core.change.Actor;

/** Keys without a database. */
public final class InMemoryApiKeys implements ApiKeys {
    private final Clock clock;
    private final List<Held> held = new ArrayList<>();

    private record Held(ApiKey key, byte[] secretHash) {}

    public InMemoryApiKeys(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized CreateOutcome create(ApiKey.Facts facts, byte[] secretHash, Actor actor) {
        Optional<Held> existing = held.stream()
                .filter(one -> one.key().name().equals(facts.name()))
                .findAny();
        if (existing.isPresent()) {
            return new CreateOutcome.NameTaken(existing.get().key());
        }
        if (held.size() >= MAX_IN_FORCE) {
            return new CreateOutcome.TooMany();
        }
        ApiKey key = new ApiKey(held.size() + 1L, facts, clock.instant(), actor.name(), null, null);
        held.add(new Held(key, secretHash));
        return new CreateOutcome.Created(key);
    }

    @Override
    public synchronized RevokeOutcome revoke(long id, Actor actor) {
        if (id < 1 || id > held.size()) {
            return new RevokeOutcome.NoSuchKey(id);
        }
        ApiKey key = held.get((int) id - 1).key();
        return key.revoked() != null
                ? new RevokeOutcome.AlreadyRevoked(key)
                : new RevokeOutcome.Done(replace(
                        new ApiKey(id, key.facts(), key.created(), key.createdBy(), clock.instant(), key.lastUsed())));
    }

    private ApiKey replace(ApiKey key) {
        int place = (int) key.id() - 1;
        held.set(place, new Held(key, held.get(place).secretHash()));
        return key;
    }

    @Override
    public synchronized List<ApiKey> list(long after, int limit) {
        return held.stream()
                .map(Held::key)
                .filter(key -> key.id() > after)
                .limit(limit)
                .toList();
    }

    /** Who made the key of this account; none if it is no key. */
    synchronized Optional<String> maker(String account) {
        return held.stream()
                .map(Held::key)
                .filter(key -> account.equals(ApiKey.ACCOUNT_PREFIX + key.name()))
                .map(ApiKey::createdBy)
                .findAny();
    }

    @Override
    public synchronized Optional<ApiKey> inForce(byte[] secretHash) {
        return held.stream()
                .filter(one ->
                        Arrays.equals(one.secretHash(), secretHash) && one.key().revoked() == null)
                .map(Held::key)
                .findAny();
    }

    @Override
    public synchronized void used(long id, Instant at) {
        ApiKey key = held.get((int) id - 1).key();
        replace(new ApiKey(id, key.facts(), key.created(), key.createdBy(), key.revoked(), at));
    }
}
