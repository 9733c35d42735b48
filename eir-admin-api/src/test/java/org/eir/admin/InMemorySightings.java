package org.eir.admin;

import java.util.ArrayList;
import java.util.List;
import org.eir.core.change.AccessJournal;
import org.eir.core.change.Actor;
import org.eir.core.change.StoreUnavailableException;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.identity.Imsi;
import org.eir.core.sighting.Sighting;
import org.eir.core.sighting.Sightings;
import org.jspecify.annotations.Nullable;

/** Sightings in a list, and who read of them. */
public final class InMemorySightings implements Sightings, AccessJournal {
    public final List<Sighting> seen = new ArrayList<>();
    public final List<Access> accesses = new ArrayList<>();
    public volatile boolean isJournalAway;

    @Override
    public synchronized void remember(List<Sighting> more) {
        seen.addAll(more);
    }

    @Override
    public synchronized long devices() {
        return seen.stream().map(Sighting::imei).distinct().count();
    }

    @Override
    public synchronized void each(@Nullable ImeiRange within, Visitor visitor) {
        for (Sighting sighting : seen) {
            if ((within == null || within.covers(sighting.imei())) && !visitor.visit(sighting)) {
                return;
            }
        }
    }

    @Override
    public synchronized List<Sighting> ofSubscriber(Imsi subscriber, int limit) {
        return seen.stream()
                .filter(sighting -> subscriber.equals(sighting.subscriber()))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Sighting> ofDevice(Imei device, int limit) {
        return seen.stream()
                .filter(sighting -> device.equals(sighting.imei()))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized long record(Access access, Actor actor) {
        if (isJournalAway) {
            throw new StoreUnavailableException("the database is away", new IllegalStateException());
        }
        accesses.add(access);
        return accesses.size();
    }
}
