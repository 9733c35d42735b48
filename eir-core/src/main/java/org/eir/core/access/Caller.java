package org.eir.core.access;

import java.util.EnumSet;
import java.util.Set;
import org.eir.core.change.Actor;

/**
 * Who makes a call, and what that allows.
 *
 * @param actor the account that changes are recorded under
 * @param roles what it is to the register; none allows nothing
 * @param organisation whose entries it keeps: the source of what it adds
 */
public record Caller(Actor actor, Set<Role> roles, String organisation) {

    public Caller {
        roles = Set.copyOf(roles);
        if (organisation.isBlank()) {
            throw new IllegalArgumentException("a caller belongs to an organisation");
        }
    }

    /** Somebody who may do everything, for this organisation. */
    public static Caller administrator(String name, String organisation) {
        return new Caller(new Actor(name), Set.of(Role.ADMINISTRATOR), organisation);
    }

    public boolean may(Permission permission) {
        return roles.stream().anyMatch(role -> role.permissions().contains(permission));
    }

    /** Whether entries of this source are the caller's to change. */
    public boolean mayChange(String source) {
        return may(Permission.CHANGE_OTHERS) || may(Permission.CHANGE_ENTRIES) && source.equals(organisation);
    }

    /** Everything that its roles allow. */
    public Set<Permission> permissions() {
        Set<Permission> all = EnumSet.noneOf(Permission.class);
        roles.forEach(role -> all.addAll(role.permissions()));
        return all;
    }
}
