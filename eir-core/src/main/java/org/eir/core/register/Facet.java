package org.eir.core.register;

import java.time.Instant;
import java.util.List;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.Listing;
import org.eir.core.list.Validity;
import org.jspecify.annotations.Nullable;

/**
 * What one source's entry contributes to an identity's state, and when.
 *
 * @param listing packed content ({@link Listing})
 * @param validity when it counts
 */
public record Facet(int listing, Validity validity) {

    /** What an entry contributes. */
    public static Facet of(EntryFacts facts) {
        return new Facet(Listing.of(facts.list(), facts.reason(), facts.exempt()), facts.validity());
    }

    /** What all facets of an identity say together at a moment. */
    static int combined(List<Facet> facets, Instant at) {
        int listing = Listing.NONE;
        for (Facet facet : facets) {
            if (facet.validity().includes(at)) {
                listing = Listing.combine(listing, facet.listing());
            }
        }
        return listing;
    }

    /** The first moment after {@code at} at which any facet starts or ends; absent if none will. */
    static @Nullable Instant nextTransition(List<Facet> facets, Instant at) {
        Instant next = null;
        for (Facet facet : facets) {
            Instant transition = facet.validity().nextTransition(at);
            if (transition != null && (next == null || transition.isBefore(next))) {
                next = transition;
            }
        }
        return next;
    }
}
