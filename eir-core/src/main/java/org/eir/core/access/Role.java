package org.eir.core.access;

import static org.eir.core.access.Permission.APPROVE;
import static org.eir.core.access.Permission.CHANGE_ENTRIES;
import static org.eir.core.access.Permission.FIND_BY_SUBSCRIBER;
import static org.eir.core.access.Permission.IMPORT;
import static org.eir.core.access.Permission.READ_JOURNAL;
import static org.eir.core.access.Permission.READ_LISTS;
import static org.eir.core.access.Permission.SEE_SUBSCRIBERS;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What somebody is to the register. A caller may have several roles, and may do what any of them may. */
public enum Role {
    /** Looks, changes nothing, sees no person. */
    VIEWER(EnumSet.of(READ_LISTS)),
    /** Staff of an operator: keeps the entries of the own organisation. */
    OPERATOR(EnumSet.of(READ_LISTS, READ_JOURNAL, CHANGE_ENTRIES, IMPORT, FIND_BY_SUBSCRIBER)),
    /** The second person of a change that needs one. */
    APPROVER(EnumSet.of(READ_LISTS, READ_JOURNAL, APPROVE)),
    /** Keeps the register: everything. */
    ADMINISTRATOR(EnumSet.allOf(Permission.class)),
    /** The regulator's: reads everything, changes nothing. */
    AUDITOR(EnumSet.of(READ_LISTS, READ_JOURNAL, FIND_BY_SUBSCRIBER, SEE_SUBSCRIBERS)),
    /** A program that delivers files. */
    SYSTEM(EnumSet.of(READ_LISTS, IMPORT));

    private final Set<Permission> permissions;

    Role(EnumSet<Permission> permissions) {
        this.permissions = Collections.unmodifiableSet(permissions);
    }

    public Set<Permission> permissions() {
        return permissions;
    }

    /** As people write it: lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
