package org.eir.admin;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.eir.core.change.ChangeEncoding.Operation;
import org.eir.core.check.CheckRequest;
import org.eir.core.check.Policies;
import org.eir.core.history.DeviceEvent;
import org.eir.core.history.DeviceEvent.Position;
import org.eir.core.history.History;
import org.eir.core.history.Past;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.identity.PresentedIdentity.Device;
import org.eir.core.list.Entry;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EntryFilter;
import org.eir.core.list.EquipmentList;
import org.jspecify.annotations.Nullable;

/** Stands for the store: everything was recorded at one moment, and before it there was nothing. */
public final class InMemoryHistory implements History {
    private static final Comparator<Position> IN_ORDER = Comparator.comparingLong(Position::revision)
            .thenComparingInt(Position::step)
            .thenComparingLong(Position::number);
    private static final Comparator<DeviceEvent> ORDER = Comparator.comparing(DeviceEvent::position, IN_ORDER);

    private final InMemoryLists lists;
    private final InMemoryPolicies policies;
    private final Instant recorded;
    private volatile boolean rulesLost;

    InMemoryHistory(InMemoryLists lists, InMemoryPolicies policies, Instant recorded) {
        this.lists = lists;
        this.policies = policies;
        this.recorded = recorded;
    }

    /** As if subscribers of rules had been erased. */
    public void loseRules() {
        rulesLost = true;
    }

    @Override
    public Past asOf(CheckRequest question, Instant at) {
        lists.mustBeThere();
        if (at.isBefore(recorded)) {
            return new Past(at, 0, Instant.EPOCH, Policies.INITIAL, List.of(), List.of(), !rulesLost);
        }
        List<Entry> entries =
                question.identity() instanceof Device device ? lists.covering(ImeiRange.of(device.imei())) : List.of();
        return new Past(
                at, lists.lastRevision(), recorded, Policies.of(policies.policies()), entries, List.of(), !rulesLost);
    }

    @Override
    public List<DeviceEvent> lifeOf(Imei device, Position after, int limit) {
        List<DeviceEvent> events = new ArrayList<>();
        for (Entry entry : everCovering(device)) {
            Entry.Withdrawn end = entry.withdrawn();
            if (end != null) {
                events.add(event(
                        entry, end.by(), Operation.WITHDRAWAL, end.reason().text(), end.reference()));
            }
            EntryFacts facts = entry.facts();
            events.add(event(
                    entry, entry.added(), Operation.ADDITION, facts.reason().text(), facts.reference()));
        }
        return events.stream()
                .sorted(ORDER)
                .filter(event -> IN_ORDER.compare(event.position(), after) > 0)
                .limit(limit)
                .toList();
    }

    private List<Entry> everCovering(Imei device) {
        EntryFilter all = new EntryFilter(null, null, null, null, null, null, EntryFilter.State.ALL);
        return lists.entries(all, recorded, Long.MAX_VALUE, Integer.MAX_VALUE).stream()
                .filter(entry -> entry.facts().identity().from() <= device.digits()
                        && entry.facts().identity().to() >= device.digits())
                .toList();
    }

    private static DeviceEvent event(
            Entry entry, Entry.Recorded change, Operation operation, String reason, @Nullable String reference) {
        EntryFacts facts = entry.facts();
        return new DeviceEvent(
                new Position(change.revision(), operation == Operation.ADDITION ? 1 : 0, entry.id()),
                change.at(),
                operation,
                entry.id(),
                facts.identity().text(),
                facts.list(),
                facts.source(),
                facts.scope(),
                reason,
                reference,
                facts.sourceReference(),
                facts.note(),
                "operator",
                null,
                entry.erased(),
                null);
    }

    @Override
    public Entry.Recorded lastBy(Instant at) {
        lists.mustBeThere();
        return at.isBefore(recorded)
                ? new Entry.Recorded(0, Instant.EPOCH)
                : new Entry.Recorded(lists.lastRevision(), recorded);
    }

    @Override
    public List<Entry> listed(@Nullable EquipmentList list, long revision, Instant at, long after, int limit) {
        EntryFilter all = new EntryFilter(list, null, null, null, null, null, EntryFilter.State.ALL);
        return lists.entries(all, at, Long.MAX_VALUE, Integer.MAX_VALUE).reversed().stream()
                .filter(entry -> entry.id() > after && stood(entry, revision))
                .filter(entry -> entry.facts().validity().includes(at))
                .limit(limit)
                .toList();
    }

    private static boolean stood(Entry entry, long revision) {
        Entry.Withdrawn end = entry.withdrawn();
        return entry.added().revision() <= revision && (end == null || end.by().revision() > revision);
    }
}
