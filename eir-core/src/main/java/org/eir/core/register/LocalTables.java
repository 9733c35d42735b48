package org.eir.core.register;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.eir.core.identity.Tac;
import org.eir.core.list.Listing;
import org.eir.core.list.Match;
import org.jspecify.annotations.Nullable;

/**
 * Entries that count in the networks of one organisation only, a small table for each organisation. Immutable.
 *
 * <p>They count together with those for everyone, as if all of them were in one list: same precedence, whosever they
 * are. Single entries and TACs are put together when a device is looked up. Overlapping ranges cannot be, as what they
 * hide depends on the width of each; so where both tables have ranges in one TAC, these are kept put together.
 */
public final class LocalTables {
    static final LocalTables EMPTY = new LocalTables(Map.of());

    private final Map<String, LocalTable> byOrganisation;

    /**
     * One organisation's.
     *
     * @param own its entries
     * @param mergedRanges by TAC, its ranges and those for everyone, where there are both
     */
    private record LocalTable(RegisterTable own, Map<Integer, SerialRanges> mergedRanges) {
        static final LocalTable EMPTY = new LocalTable(RegisterTable.EMPTY, Map.of());

        @Nullable
        SerialRanges merged(int tac, TacEntries ours) {
            return ours.ranges().count() == 0 ? null : mergedRanges.get(tac);
        }
    }

    private LocalTables(Map<String, LocalTable> byOrganisation) {
        this.byOrganisation = byOrganisation;
    }

    /** What decides for an IMEI in an organisation's networks. */
    Match lookup(long imei, String organisation, RegisterTable everyone) {
        LocalTable local = byOrganisation.get(organisation);
        int tac = (int) (imei / Tac.SERIALS);
        TacEntries ours = local == null ? null : local.own.entries(tac);
        return local == null || ours == null
                ? everyone.lookup(imei)
                : lookup((int) (imei % Tac.SERIALS), ours, everyone.entries(tac), local.merged(tac, ours));
    }

    private static Match lookup(
            int serial, TacEntries ours, @Nullable TacEntries everyones, @Nullable SerialRanges merged) {
        if (everyones == null) {
            return ours.lookup(serial);
        }
        int range = merged != null
                ? merged.lookup(serial)
                : Listing.combine(
                        ours.ranges().lookup(serial), everyones.ranges().lookup(serial));
        return Match.resolve(
                Listing.combine(ours.single(serial), everyones.single(serial)),
                range,
                Listing.combine(ours.wholeTac(), everyones.wholeTac()));
    }

    /** Organisations that have such entries. */
    public Set<String> organisations() {
        return byOrganisation.keySet();
    }

    /** Listed identities of all organisations. */
    public long identities() {
        return byOrganisation.values().stream()
                .mapToLong(local -> local.own.identities())
                .sum();
    }

    /**
     * The tables after an edit; these are untouched.
     *
     * @param everyone the table for everyone after the same edit
     */
    LocalTables with(RegisterEdit edit, RegisterTable everyone) {
        if (edit.local().isEmpty() && byOrganisation.isEmpty()) {
            return this;
        }
        Map<String, LocalTable> result = new HashMap<>(byOrganisation);
        edit.local().forEach((organisation, own) -> {
            LocalTable before = byOrganisation.getOrDefault(organisation, LocalTable.EMPTY);
            result.put(organisation, new LocalTable(before.own.with(own), before.mergedRanges));
        });
        Set<Integer> everyonesRanges = edit.everyone().tacsWithRanges();
        result.replaceAll((organisation, local) -> {
            Set<Integer> touched = new HashSet<>(everyonesRanges);
            TableEdit own = edit.local().get(organisation);
            if (own != null) {
                touched.addAll(own.tacsWithRanges());
            }
            return touched.isEmpty() ? local : merged(local, everyone, touched);
        });
        result.values().removeIf(local -> local.own.identities() == 0);
        return new LocalTables(Map.copyOf(result));
    }

    private static LocalTable merged(LocalTable local, RegisterTable everyone, Set<Integer> touched) {
        Map<Integer, SerialRanges> merged = new HashMap<>(local.mergedRanges);
        for (int tac : touched) {
            TacEntries ours = local.own.entries(tac);
            TacEntries everyones = everyone.entries(tac);
            boolean both = ours != null
                    && everyones != null
                    && ours.ranges().count() > 0
                    && everyones.ranges().count() > 0;
            if (ours != null && everyones != null && both) {
                merged.put(tac, everyones.ranges().and(ours.ranges()));
            } else {
                merged.remove(tac);
            }
        }
        return new LocalTable(local.own, Map.copyOf(merged));
    }
}
