package org.eir.admin;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eir.core.change.Actor;
import org.eir.core.change.ChangeKind;
import org.eir.core.erasure.Erasures;
import org.eir.core.erasure.PersonalField;
import org.eir.core.identity.Imsi;
import org.eir.core.list.Entry;
import org.jspecify.annotations.Nullable;

/** Erases every subject once, one place of it. */
public final class InMemoryErasures implements Erasures {
    private final InMemoryLists lists;
    private final List<Erasure> made = new ArrayList<>();
    private final Set<Subject> gone = new HashSet<>();
    /** What is in force and in the way. */
    public final List<String> inForce = new ArrayList<>();
    /** What somebody altered; null if nobody did. */
    public @Nullable Outcome altered;

    InMemoryErasures(InMemoryLists lists) {
        this.lists = lists;
    }

    @Override
    public synchronized Outcome find(Subject subject) {
        lists.mustBeThere();
        if (subject instanceof Subject.OfChange change && change.revision() > lists.lastRevision()) {
            return new Outcome.NoSuchChange();
        }
        if (!inForce.isEmpty()) {
            return new Outcome.InForce(List.copyOf(inForce));
        }
        if (altered != null) {
            return altered;
        }
        return gone.contains(subject) ? new Outcome.Nothing() : new Outcome.Previewed(found(subject));
    }

    private static Found found(Subject subject) {
        PersonalField field = subject instanceof Subject.OfSubscriber
                ? PersonalField.SUBSCRIBER
                : subject.fields().stream().min(PersonalField::compareTo).orElseThrow();
        return new Found(1, Map.of(field, 1L), 0, 0, 0, true);
    }

    @Override
    public synchronized Outcome erase(Subject subject, String order, Actor actor) {
        Outcome now = find(subject);
        if (!(now instanceof Outcome.Previewed(var found))) {
            return now;
        }
        Entry.Recorded recorded = lists.commit(ChangeKind.ERASURE, "erasure", "erasure: " + subject.text(), actor);
        gone.add(subject);
        made.addFirst(new Erasure(
                recorded.revision(),
                recorded.at(),
                subject.text(),
                order,
                actor.name(),
                actor.approver(),
                1,
                0,
                found.fields(),
                List.of(new Place(1, 1, List.copyOf(found.fields().keySet())))));
        return new Outcome.Done(recorded.revision(), found);
    }

    @Override
    public synchronized List<Erasure> page(long before, int limit) {
        lists.mustBeThere();
        return made.stream()
                .filter(erasure -> erasure.revision() < before)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Optional<Erasure> at(long revision) {
        lists.mustBeThere();
        return made.stream().filter(erasure -> erasure.revision() == revision).findFirst();
    }

    @Override
    public String sealed(Imsi imsi) {
        return Base64.getEncoder().encodeToString(imsi.digits().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    @Override
    public Optional<Imsi> opened(String sealed) {
        try {
            String digits = new String(Base64.getDecoder().decode(sealed), java.nio.charset.StandardCharsets.US_ASCII);
            return Imsi.isValid(digits) ? Optional.of(new Imsi(digits)) : Optional.empty();
        } catch (IllegalArgumentException other) {
            return Optional.empty();
        }
    }
}
