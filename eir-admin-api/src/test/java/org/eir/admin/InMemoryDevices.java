package org.eir.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eir.core.change.Actor;
import org.eir.core.change.ChangeKind;
import org.eir.core.change.DeviceGroups;
import org.eir.core.identity.Imei;
import org.eir.core.list.DeviceGroup;
import org.eir.core.list.Entry.Recorded;

/** Devices beside the lists in memory, in the same history. */
public final class InMemoryDevices implements DeviceGroups {
    private final InMemoryLists lists;
    private final Map<Long, DeviceGroup> groups = new LinkedHashMap<>();

    InMemoryDevices(InMemoryLists lists) {
        this.lists = lists;
        lists.groups(this::group);
    }

    @Override
    public synchronized FormOutcome form(String source, List<Imei> members, Actor actor) {
        lists.mustBeThere();
        for (Imei member : members) {
            Optional<DeviceGroup> other = groupOf(member);
            if (other.isPresent()) {
                return new FormOutcome.TakenBy(member, other.get());
            }
        }
        long id = groups.size() + 1L;
        Recorded formed = lists.commit(ChangeKind.DEVICE_GROUP, "device-group", "group " + id, actor);
        groups.put(id, new DeviceGroup(id, source, members, formed, null));
        return new FormOutcome.Formed(group(id).orElseThrow());
    }

    @Override
    public synchronized DissolveOutcome dissolve(long id, Actor actor) {
        lists.mustBeThere();
        DeviceGroup group = groups.get(id);
        if (group == null) {
            return new DissolveOutcome.NoSuchGroup(id);
        }
        if (group.dissolved() != null) {
            return new DissolveOutcome.AlreadyDissolved(group);
        }
        Recorded ended = lists.commit(ChangeKind.DEVICE_GROUP, "device-group-dissolved", "group " + id, actor);
        groups.put(id, new DeviceGroup(id, group.source(), group.members(), group.formed(), ended));
        return new DissolveOutcome.Dissolved(group(id).orElseThrow());
    }

    @Override
    public synchronized Optional<DeviceGroup> group(long id) {
        lists.mustBeThere();
        return Optional.ofNullable(groups.get(id));
    }

    @Override
    public synchronized Optional<DeviceGroup> groupOf(Imei member) {
        lists.mustBeThere();
        return groups.values().stream()
                .filter(group -> group.dissolved() == null && group.members().contains(member))
                .findFirst();
    }
}
