package org.eir.admin.lists;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eir.core.ImpactCount;
import org.eir.core.approval.ApprovalLimits;
import org.eir.core.approval.ChangeSummary;
import org.eir.core.change.ListQueries;
import org.eir.core.identity.ImeiRange;
import org.eir.core.list.Entry;
import org.eir.core.list.EntryFacts;
import org.eir.core.register.Facet;
import org.eir.core.register.Register;
import org.eir.core.register.RegisterUpdate;
import org.eir.core.register.RegisterView;
import org.eir.core.register.ScopedIdentity;
import org.eir.core.sighting.Sightings;

/** Counts, of the devices seen on the network lately, those on which a change of entries would turn the verdict. */
public final class SeenDevices {
    private static final Duration AT_MOST = Duration.ofSeconds(5);

    private final ListQueries queries;
    private final Register register;
    private final Sightings sightings;
    private final ApprovalLimits limits;
    private final Clock clock;

    public SeenDevices(
            ListQueries queries, Register register, Sightings sightings, ApprovalLimits limits, Clock clock) {
        this.queries = queries;
        this.register = register;
        this.sightings = sightings;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * What a change does, the devices it hits included. Nobody looks where it covers no more devices than one person's
     * change may hit.
     *
     * @param leaving entries that it withdraws
     * @param coming entries that it adds
     */
    ChangeSummary summary(Collection<Entry> leaving, Collection<EntryFacts> coming) {
        List<EntryFacts> all = Stream.concat(leaving.stream().map(Entry::facts), coming.stream())
                .toList();
        ChangeSummary summary = ChangeSummary.entries(all);
        long covered = all.stream()
                .map(EntryFacts::identity)
                .distinct()
                .mapToLong(ImeiRange::width)
                .sum();
        return limits.secondPerson() && covered > limits.maxSeenDevices()
                ? summary.hitting(hit(leaving, coming, all))
                : summary;
    }

    private long hit(Collection<Entry> leaving, Collection<EntryFacts> coming, List<EntryFacts> all) {
        RegisterView before = register.view();
        RegisterUpdate update = new RegisterUpdate(before.revision(), before.recordedAt());
        Set<ScopedIdentity> touched =
                new LinkedHashSet<>(all.stream().map(ScopedIdentity::of).toList());
        touched.forEach(key -> update.put(key.scope(), key.identity(), after(key, leaving, coming)));
        RegisterView after = register.whatIf(update, clock.instant());
        return spans(all).stream()
                .mapToLong(span ->
                        ImpactCount.of(before, after, sightings, span, AT_MOST).atMostHit())
                .sum();
    }

    /** What will be said of an identity. */
    private List<Facet> after(ScopedIdentity key, Collection<Entry> leaving, Collection<EntryFacts> coming) {
        Stream<EntryFacts> staying = queries.covering(key.identity()).stream()
                .filter(entry -> leaving.stream().noneMatch(gone -> gone.id() == entry.id()))
                .map(Entry::facts);
        return Stream.concat(staying, coming.stream())
                .filter(facts -> ScopedIdentity.of(facts).equals(key))
                .map(Facet::of)
                .toList();
    }

    /** Where the change is: one stretch in each TAC, so that no device is counted twice. */
    private static Collection<ImeiRange> spans(List<EntryFacts> all) {
        Map<Integer, ImeiRange> spans = new TreeMap<>();
        all.forEach(facts -> spans.merge(facts.identity().tac().digits(), facts.identity(), SeenDevices::span));
        return spans.values();
    }

    private static ImeiRange span(ImeiRange one, ImeiRange other) {
        return new ImeiRange(Math.min(one.from(), other.from()), Math.max(one.to(), other.to()));
    }
}
