package org.eir.core.register;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eir.core.check.Policy;
import org.eir.core.identity.ImeiRange;
import org.jspecify.annotations.Nullable;

/**
 * What one or more change sets make of the lists: the <em>resulting</em> state of every identity they touch, not the
 * operations, so that the register need not know every source's entry. Also how the lists are loaded at start.
 *
 * <p>Filled by one thread, handed to {@link Register#publish} or {@link Register#whatIf}, then done with.
 */
public final class RegisterUpdate {
    private final long revision;
    private final Instant recordedAt;
    private final TableEdit table = new TableEdit();
    private final List<ImeiRange> undated = new ArrayList<>();
    private final Map<ImeiRange, List<Facet>> dated = new HashMap<>();
    private @Nullable Policy policy;

    /**
     * @param revision the revision the register stands at afterwards
     * @param recordedAt when that revision was recorded
     */
    public RegisterUpdate(long revision, Instant recordedAt) {
        this.revision = revision;
        this.recordedAt = recordedAt;
    }

    /**
     * Loading: one entry without dates. Entries of several sources for one identity are put one after the other and
     * count together. Not for identities that the register already holds with dated entries.
     */
    public void load(ImeiRange identity, int listing) {
        table.put(identity, listing);
    }

    /**
     * The whole state of an identity: the entries of all sources that count for it now or later; none if it is not
     * listed any more. Each identity at most once an update.
     */
    public void put(ImeiRange identity, List<Facet> facets) {
        if (facets.stream().allMatch(facet -> facet.validity().isAlways())) {
            undated.add(identity);
            table.put(identity, Facet.combined(facets, Instant.EPOCH));
        } else {
            dated.put(identity, List.copyOf(facets));
        }
    }

    public void policy(Policy newPolicy) {
        this.policy = newPolicy;
    }

    long revision() {
        return revision;
    }

    Instant recordedAt() {
        return recordedAt;
    }

    /** All that is put, the dated entries as they count at a moment. To be called once. */
    TableEdit tableAt(Instant now) {
        dated.forEach((identity, facets) -> table.put(identity, Facet.combined(facets, now)));
        return table;
    }

    List<ImeiRange> undated() {
        return undated;
    }

    Map<ImeiRange, List<Facet>> dated() {
        return dated;
    }

    Policy policyOr(Policy before) {
        return policy == null ? before : policy;
    }
}
