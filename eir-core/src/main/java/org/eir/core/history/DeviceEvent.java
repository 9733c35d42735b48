package org.eir.core.history;

import java.time.Instant;
import org.eir.core.change.ChangeEncoding.Operation;
import org.eir.core.list.EquipmentList;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a change set did to what is said of a device.
 *
 * @param position its place in the device's life; what is later has a greater one
 * @param recordedAt when it was recorded
 * @param operation what was done: an entry, a rule or a group came or went, or a golden entry was overridden
 * @param number of that entry, rule or group
 * @param subject what it covers, as people write it: an identity, or the members of a group
 * @param list the entry's list; absent where it is no entry
 * @param source who owns it
 * @param scope whose networks an entry counts for; empty for everyone, and where it is no entry
 * @param reason why it came or went, as text; absent for groups and overrides
 * @param reference case or order behind it; absent once erased
 * @param sourceReference the source's own number of the case
 * @param note remark for people
 * @param actor who did it; empty once erased
 * @param approver the second person, where the change needed one
 * @param erased the revision that erased something of what was noted, or of who did it, the last one; absent if none did
 * @param imported the file by which it was done, or whose taking back did it; absent for changes by hand
 */
public record DeviceEvent(
        Position position,
        Instant recordedAt,
        Operation operation,
        long number,
        String subject,
        @Nullable EquipmentList list,
        String source,
        String scope,
        @Nullable String reason,
        @Nullable String reference,
        @Nullable String sourceReference,
        @Nullable String note,
        String actor,
        @Nullable String approver,
        @Nullable Long erased,
        @Nullable ImportedBy imported) {

    /**
     * A place in the life of a device.
     *
     * @param revision of the change set
     * @param step within the change set: what went comes before what came
     * @param number of the entry, rule or group
     */
    public record Position(long revision, int step, long number) {
        /** Before everything. */
        public static final Position START = new Position(0, 0, 0);
    }

    /**
     * An import.
     *
     * @param id number by which people name it
     * @param reference its file's name, or what else it rests on
     */
    public record ImportedBy(long id, String reference) {}

    /** Leaves out references, note and people. */
    @Override
    public String toString() {
        return "revision " + position.revision() + ": " + operation.text() + " " + number + " by " + source;
    }
}
