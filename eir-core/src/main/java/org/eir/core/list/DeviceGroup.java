package org.eir.core.list;

import java.util.List;
import org.eir.core.identity.Imei;
import org.eir.core.list.Entry.Recorded;
import org.jspecify.annotations.Nullable;

/**
 * The identities of one device: a phone with several radios has several IMEIs, which are blocked and unblocked together.
 * It is never deleted: that it was dissolved is recorded beside it.
 *
 * @param id number by which people name it
 * @param source the organisation that says so and owns the group
 * @param members {@value #MIN_MEMBERS} to {@value #MAX_MEMBERS} different IMEIs, ascending
 * @param formed the change that brought it
 * @param dissolved the change that ended it, if one did
 */
public record DeviceGroup(
        long id,
        String source,
        List<Imei> members,
        Recorded formed,
        @Nullable Recorded dissolved) {
    public static final int MIN_MEMBERS = 2;
    public static final int MAX_MEMBERS = 8;

    public DeviceGroup {
        members = List.copyOf(members);
    }

    /** The revision that changed it last. */
    public long lastRevision() {
        return dissolved == null ? formed.revision() : dissolved.revision();
    }
}
