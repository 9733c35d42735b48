package org.eir.core.register;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Listing;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;

/**
 * What the register has to agree with: all entries in a list, and the precedence evaluated over it word for word. Slow
 * and obviously right.
 */
final class NaiveRegister {

    /** An entry; source, scope, identity and list are its key. */
    record Entry(
            String source,
            String scope,
            ImeiRange identity,
            EquipmentList list,
            Reason reason,
            boolean exempt,
            Validity validity) {

        Entry {
            exempt |= list == EquipmentList.GOLDEN;
        }

        private boolean hasKeyOf(Entry other) {
            return source.equals(other.source)
                    && scope.equals(other.scope)
                    && identity.equals(other.identity)
                    && list == other.list;
        }

        ScopedIdentity key() {
            return new ScopedIdentity(scope, identity);
        }

        private Facet facet() {
            return new Facet(Listing.of(list, reason, exempt), validity);
        }
    }

    private static final Comparator<Entry> MOST_SEVERE_THEN_NARROWEST = Comparator.comparingInt(
                    (Entry entry) -> -entry.list().severity())
            .thenComparingInt(entry -> entry.identity().width())
            .thenComparingInt(entry -> entry.list() == EquipmentList.GOLDEN ? 0 : 1)
            .thenComparingInt(entry -> entry.reason().code());

    private final List<Entry> entries = new ArrayList<>();

    int size() {
        return entries.size();
    }

    Entry get(int index) {
        return entries.get(index);
    }

    /** Adds an entry, or replaces the one with its key. */
    void add(Entry entry) {
        entries.removeIf(entry::hasKeyOf);
        entries.add(entry);
    }

    void withdraw(Entry entry) {
        entries.remove(entry);
    }

    /** The entry that decides in an organisation's networks, of everyone's entries and its own: hidden ones aside, the most severe, of those the narrowest, golden before white. */
    Optional<Entry> deciding(Imei imei, String organisation, Instant now) {
        List<Entry> covering = new ArrayList<>();
        for (Entry entry : entries) {
            boolean counts = entry.scope().isEmpty() || entry.scope().equals(organisation);
            if (counts && entry.identity().covers(imei) && entry.validity().includes(now)) {
                covering.add(entry);
            }
        }
        return covering.stream()
                .filter(entry -> covering.stream().noneMatch(other -> hides(other, entry)))
                .min(MOST_SEVERE_THEN_NARROWEST);
    }

    private static boolean hides(Entry other, Entry entry) {
        return other.exempt() && other.identity().width() < entry.identity().width();
    }

    /** All that is said of one identity in one scope, as the feed carries it. */
    List<Facet> facets(ScopedIdentity key) {
        return entries.stream()
                .filter(entry -> entry.key().equals(key))
                .map(Entry::facet)
                .toList();
    }

    Set<ScopedIdentity> identitiesAt(Instant now) {
        Set<ScopedIdentity> identities = new HashSet<>();
        for (Entry entry : entries) {
            if (entry.validity().includes(now)) {
                identities.add(entry.key());
            }
        }
        return identities;
    }

    Set<ScopedIdentity> identitiesThatWaitForADate(Instant now) {
        Set<ScopedIdentity> identities = new HashSet<>();
        for (Entry entry : entries) {
            if (entry.validity().nextTransition(now) != null) {
                identities.add(entry.key());
            }
        }
        return identities;
    }
}
