package org.eir.admin.lists;

import org.eir.admin.web.Calls;
import org.eir.admin.web.Problem;
import org.eir.admin.web.Problem.Kind;
import org.eir.core.access.Caller;
import org.eir.core.access.Permission;
import org.eir.core.change.Imports;
import org.eir.core.list.EquipmentList;
import org.jspecify.annotations.Nullable;

/** Sources own their entries: only the owner, or an administrator, adds for a source and withdraws. */
public final class Ownership {
    private Ownership() {}

    /** Why the caller may not change this source's entries of this list; null if it may. */
    static @Nullable Problem refusal(Caller caller, String source, EquipmentList list) {
        boolean forEveryone = list == EquipmentList.GOLDEN;
        if (forEveryone && !caller.may(Permission.CHANGE_OTHERS)) {
            return Calls.notPermitted(Permission.CHANGE_OTHERS);
        }
        return refusal(caller, source);
    }

    /** Why the caller may not change what belongs to this source; null if it may. */
    public static @Nullable Problem refusal(Caller caller, String source) {
        return caller.mayChange(source) ? null : notTheOwner(caller, source);
    }

    /** The same for a file: whoever imports needs no right to change single entries. */
    public static @Nullable Problem refusalOfFile(Caller caller, String source) {
        return source.equals(caller.organisation()) || caller.may(Permission.CHANGE_OTHERS)
                ? null
                : notTheOwner(caller, source);
    }

    /** The same for a file of entries of a list. */
    public static @Nullable Problem refusal(Caller caller, Imports.Request file) {
        Problem notTheOwner = refusalOfFile(caller, file.source());
        if (notTheOwner != null) {
            return notTheOwner;
        }
        if (file.list() == EquipmentList.GOLDEN && !caller.may(Permission.CHANGE_OTHERS)) {
            return Calls.notPermitted(Permission.CHANGE_OTHERS);
        }
        return file.overrideGolden() && !caller.may(Permission.OVERRIDE_GOLDEN)
                ? Calls.notPermitted(Permission.OVERRIDE_GOLDEN)
                : null;
    }

    private static Problem notTheOwner(Caller caller, String source) {
        return Problem.of(
                Kind.NOT_THE_OWNER,
                "This belongs to " + source + ", and you are of " + caller.organisation() + ": only " + source
                        + " or an administrator may change it.");
    }
}
