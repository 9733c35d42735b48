package org.eir.core.change;

import java.util.List;
import java.util.Optional;
import org.eir.core.identity.Imei;
import org.eir.core.list.DeviceGroup;

/**
 * Port: which identities are one device. Each change is one transaction and one revision of its own kind.
 *
 * <p>Every method throws {@link StoreUnavailableException} when the database cannot be reached; then nothing happened.
 */
public interface DeviceGroups {

    /** What became of a new group. */
    sealed interface FormOutcome {
        /** It is recorded. */
        record Formed(DeviceGroup group) implements FormOutcome {}

        /** An identity belongs to a group that was not dissolved; nothing changed. */
        record TakenBy(Imei member, DeviceGroup other) implements FormOutcome {}
    }

    /** What became of dissolving a group. */
    sealed interface DissolveOutcome {
        /** It is recorded. Entries of its members stay as they are. */
        record Dissolved(DeviceGroup group) implements DissolveOutcome {}

        /** It was dissolved before; nothing changed. */
        record AlreadyDissolved(DeviceGroup group) implements DissolveOutcome {}

        /** There is no group with this number. */
        record NoSuchGroup(long id) implements DissolveOutcome {}
    }

    /** @param members as many different ones as a {@link DeviceGroup} may have, ascending */
    FormOutcome form(String source, List<Imei> members, Actor actor);

    DissolveOutcome dissolve(long id, Actor actor);

    Optional<DeviceGroup> group(long id);

    /** The group that this identity belongs to now. */
    Optional<DeviceGroup> groupOf(Imei member);
}
