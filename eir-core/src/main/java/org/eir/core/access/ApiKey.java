package org.eir.core.access;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key that a program shows instead of signing in. What it shows is known to nobody but the program: the register keeps a
 * hash.
 *
 * @param id its number
 * @param facts what it is and may
 * @param created when it was made
 * @param createdBy account name of who made it; empty once erased
 * @param revoked when it was taken out of force; null while it was not
 * @param lastUsed when it was last shown, to within a minute and this node's view; null if never
 */
public record ApiKey(
        long id,
        Facts facts,
        Instant created,
        String createdBy,
        @Nullable Instant revoked,
        @Nullable Instant lastUsed) {
    /** What stands before a key's name in the name of its account; no other account's name begins so. */
    public static final String ACCOUNT_PREFIX = "key:";

    /** Longest name: with what stands before it, it has to fit an account name. */
    public static final int MAX_NAME = 64;

    /**
     * What a key is and may; never changed: another need gets another key.
     *
     * @param name by which people know it, unique for ever: changes are recorded under it. 1 to {@value #MAX_NAME}
     *     characters
     * @param roles what it may do, at least one
     * @param organisation whose entries it may change
     * @param expires first moment at which it is no longer good
     */
    public record Facts(String name, Set<Role> roles, String organisation, Instant expires) {
        public Facts {
            roles = Set.copyOf(roles);
            if (name.isEmpty() || name.length() > MAX_NAME) {
                throw new IllegalArgumentException("a key's name has 1 to " + MAX_NAME + " characters");
            }
            if (roles.isEmpty()) {
                throw new IllegalArgumentException("a key has a role");
            }
        }
    }

    public String name() {
        return facts.name();
    }

    public Set<Role> roles() {
        return facts.roles();
    }

    public String organisation() {
        return facts.organisation();
    }

    public Instant expires() {
        return facts.expires();
    }
}
