package org.eir.admin.lists;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eir.admin.web.Problem;
import org.eir.admin.web.Problem.InputError;
import org.eir.admin.web.Problem.Kind;
import org.eir.core.change.ListChanges.ChangeOutcome.AlreadyListed;
import org.eir.core.change.ListChanges.ChangeOutcome.GoldenConflict;
import org.eir.core.input.Refusal;
import org.eir.core.list.Entry;
import org.eir.core.list.EntryFacts;
import org.jspecify.annotations.Nullable;

/** Why a change of the lists was not made. */
final class ListProblems {
    private static final int MAX_NAMED = 20;

    private ListProblems() {}

    /** What an entry is, for whoever approves a change of it. */
    static String about(EntryFacts facts) {
        return facts.identity().text() + " in the " + facts.list().text() + " list, by " + facts.source() + " as "
                + facts.reason().text();
    }

    static Problem noSuchEntry(String id) {
        return Problem.of(Kind.NOT_FOUND, "There is no entry '" + id + "'.");
    }

    static Problem alreadyWithdrawn(Entry entry) {
        return Problem.of(
                        Kind.ALREADY_WITHDRAWN,
                        "Entry " + entry.id() + " was withdrawn before; nothing changed. GET " + EntriesResource.PATH
                                + "/" + entry.id() + " shows when and why.")
                .with(List.of(), entry.id());
    }

    /** Names the golden entries in the way. */
    static Problem goldenConflict(GoldenConflict conflict) {
        List<InputError> golden = conflict.golden().stream()
                .limit(MAX_NAMED)
                .map(entry -> InputError.inBody(Refusal.of(
                        "identity",
                        conflict.asked().identity().text(),
                        "golden entry " + entry.id() + " of " + entry.facts().source() + " protects "
                                + entry.facts().identity().text())))
                .toList();
        return Problem.of(
                        Kind.GOLDEN_CONFLICT,
                        "The golden list protects "
                                + conflict.asked().identity().text()
                                + "; nothing changed. Who has the permission override-golden may send overrideGolden: true.")
                .with(golden, conflict.golden().getFirst().id());
    }

    /** Names what the entry in force says else. */
    static Problem alreadyListed(AlreadyListed conflict) {
        EntryFacts asked = conflict.asked();
        long id = conflict.existing().id();
        return Problem.of(
                        Kind.ALREADY_LISTED,
                        asked.source() + " has entry " + id + " for "
                                + asked.identity().text() + " in the "
                                + asked.list().text() + " list, with other facts. POST " + EntriesResource.PATH + "/"
                                + id + "/correct replaces it.")
                .with(differences(asked, conflict.existing().facts(), id), id);
    }

    private static List<InputError> differences(EntryFacts asked, EntryFacts existing, long id) {
        Differences differences = new Differences(id);
        differences.add("reason", asked.reason().text(), existing.reason().text());
        differences.add("reference", asked.reference(), existing.reference());
        differences.add("sourceReference", asked.sourceReference(), existing.sourceReference());
        differences.add("note", asked.note(), existing.note());
        differences.add("scope", EntryBody.scope(asked.scope()), EntryBody.scope(existing.scope()));
        differences.add("exempt", asked.exempt(), existing.exempt());
        differences.add("reported", asked.reported(), existing.reported());
        differences.add(
                "validFrom", asked.validity().from(), existing.validity().from());
        differences.add(
                "validUntil", asked.validity().until(), existing.validity().until());
        return differences.found;
    }

    private static final class Differences {
        private final long id;
        private final List<InputError> found = new ArrayList<>();

        Differences(long id) {
            this.id = id;
        }

        void add(String field, @Nullable Object asked, @Nullable Object existing) {
            if (!Objects.equals(asked, existing)) {
                found.add(InputError.inBody(Refusal.of(
                        field,
                        asked == null ? "" : asked.toString(),
                        existing == null ? "entry " + id + " has none" : "entry " + id + " has '" + existing + "'")));
            }
        }
    }
}
