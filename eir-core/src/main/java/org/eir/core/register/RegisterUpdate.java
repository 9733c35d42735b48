package org.eir.core.register;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eir.core.check.Policies;
import org.eir.core.check.Policy;
import org.eir.core.check.SubscriberRule;
import org.eir.core.check.SubscriberRules;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.list.EntryFacts;
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
    private final RegisterEdit edit = new RegisterEdit();
    private final List<ScopedIdentity> undated = new ArrayList<>();
    private final Map<ScopedIdentity, List<Facet>> dated = new HashMap<>();
    private final Map<Imei, List<SubscriberRule>> subscriberRules = new HashMap<>();
    private @Nullable Policies policies;

    /**
     * @param revision the revision the register stands at afterwards
     * @param recordedAt when that revision was recorded
     */
    public RegisterUpdate(long revision, Instant recordedAt) {
        this.revision = revision;
        this.recordedAt = recordedAt;
    }

    /** Loading an entry that counts for everyone, as {@link #load(String, ImeiRange, int)}. */
    public void load(ImeiRange identity, int listing) {
        load(EntryFacts.EVERYONE, identity, listing);
    }

    /**
     * Loading: one entry without dates. Entries of several sources for one identity are put one after the other and
     * count together. Not for identities that the register already holds with dated entries.
     *
     * @param scope everyone, or the organisation in whose networks alone it counts
     */
    public void load(String scope, ImeiRange identity, int listing) {
        edit.put(scope, identity, listing);
    }

    /** The state of an identity for everyone, as {@link #put(String, ImeiRange, List)}. */
    public void put(ImeiRange identity, List<Facet> facets) {
        put(EntryFacts.EVERYONE, identity, facets);
    }

    /**
     * The whole state of an identity in a scope: the entries of all sources that count for it now or later; none if it is
     * not listed any more. Each identity at most once an update and scope.
     *
     * @param scope everyone, or the organisation in whose networks alone they count
     */
    public void put(String scope, ImeiRange identity, List<Facet> facets) {
        if (facets.stream().allMatch(facet -> facet.validity().isAlways())) {
            undated.add(new ScopedIdentity(scope, identity));
            edit.put(scope, identity, Facet.combined(facets, Instant.EPOCH));
        } else {
            dated.put(new ScopedIdentity(scope, identity), List.copyOf(facets));
        }
    }

    /** All rules about a device and its subscribers that count now or later; none if there are none any more. */
    public void subscriberRules(Imei device, List<SubscriberRule> rules) {
        subscriberRules.put(device, List.copyOf(rules));
    }

    /** All policies. */
    public void policies(Policies newPolicies) {
        this.policies = newPolicies;
    }

    /** One policy for everybody. */
    public void policy(Policy standard) {
        policies(Policies.of(standard));
    }

    long revision() {
        return revision;
    }

    Instant recordedAt() {
        return recordedAt;
    }

    /** All that is put, as it counts at a moment. To be called once. */
    RegisterEdit editAt(Instant now) {
        dated.forEach((key, facets) -> edit.put(key.scope(), key.identity(), Facet.combined(facets, now)));
        subscriberRules.forEach((device, rules) -> edit.put(device, SubscriberRules.at(now, rules)));
        return edit;
    }

    List<ScopedIdentity> undated() {
        return undated;
    }

    Map<ScopedIdentity, List<Facet>> dated() {
        return dated;
    }

    Map<Imei, List<SubscriberRule>> subscriberRules() {
        return subscriberRules;
    }

    Policies policiesOr(Policies before) {
        return policies == null ? before : policies;
    }
}
