package org.eir.admin.lists;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eir.admin.erasures.ErasedBody;
import org.eir.core.list.Entry;
import org.eir.core.list.EntryFacts;
import org.jspecify.annotations.Nullable;

/**
 * An entry as it is answered.
 *
 * @param revision the revision that recorded it
 * @param since when that was
 * @param inForce whether it counts now
 * @param withdrawn how it ended; absent while it has not
 * @param erased the erasure that took something of it; only where one did
 * @param history what happened to it, oldest first; only when one entry is asked for
 * @param applied whether the checks of this node see it already; only in the answer to a change
 */
public record EntryBody(
        long id,
        long revision,
        String list,
        String identity,
        String level,
        String source,
        String scope,
        String reason,
        @Nullable String reference,
        @Nullable String sourceReference,
        @Nullable Instant reported,
        @Nullable Instant validFrom,
        @Nullable Instant validUntil,
        boolean exempt,
        @Nullable String note,
        Instant since,
        boolean inForce,
        @Nullable WithdrawnBody withdrawn,
        @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) ErasedBody erased,
        @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) List<Event> history,
        @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) Boolean applied) {
    /** How the scope of an entry that counts in every network is written. */
    public static final String EVERYONE = "everyone";

    record WithdrawnBody(
            long revision,
            Instant at,
            String reason,
            @Nullable String reference) {}

    /** One thing that happened to an entry. */
    record Event(
            String what,
            long revision,
            Instant at,
            String reason,
            @Nullable String reference) {}

    public static EntryBody of(Entry entry, Instant now) {
        return of(entry, now, null, null);
    }

    public static EntryBody withHistory(Entry entry, Instant now) {
        EntryFacts facts = entry.facts();
        List<Event> history = new ArrayList<>();
        history.add(new Event(
                "added",
                entry.added().revision(),
                entry.added().at(),
                facts.reason().text(),
                facts.reference()));
        WithdrawnBody withdrawn = withdrawn(entry);
        if (withdrawn != null) {
            history.add(new Event(
                    "withdrawn", withdrawn.revision(), withdrawn.at(), withdrawn.reason(), withdrawn.reference()));
        }
        return of(entry, now, history, null);
    }

    public static EntryBody changed(Entry entry, Instant now, boolean applied) {
        return of(entry, now, null, applied);
    }

    private static EntryBody of(Entry entry, Instant now, @Nullable List<Event> history, @Nullable Boolean applied) {
        EntryFacts facts = entry.facts();
        return new EntryBody(
                entry.id(),
                entry.added().revision(),
                facts.list().text(),
                facts.identity().text(),
                facts.identity().level().name().toLowerCase(Locale.ROOT),
                facts.source(),
                scope(facts.scope()),
                facts.reason().text(),
                facts.reference(),
                facts.sourceReference(),
                facts.reported(),
                facts.validity().from(),
                facts.validity().until(),
                facts.exempt(),
                facts.note(),
                entry.added().at(),
                entry.countsAt(now),
                withdrawn(entry),
                ErasedBody.of(entry.erased()),
                history,
                applied);
    }

    /** Whose networks it counts for, as it is written. */
    public static String scope(String scope) {
        return scope.equals(EntryFacts.EVERYONE) ? EVERYONE : scope;
    }

    private static @Nullable WithdrawnBody withdrawn(Entry entry) {
        Entry.Withdrawn withdrawn = entry.withdrawn();
        return withdrawn == null
                ? null
                : new WithdrawnBody(
                        withdrawn.by().revision(),
                        withdrawn.by().at(),
                        withdrawn.reason().text(),
                        withdrawn.reference());
    }
}
