package org.eir.admin.access;

import java.util.Locale;
import java.util.Set;

/**
 * Names under which changes are recorded. The journal, and the rule that a second person approves, tell people apart by
 * them: no two means of authentication may give the same name to different ones.
 */
final class AccountNames {
    /** What stands before the name of a key. */
    private static final String KEY = "key:";

    private static final Set<String> REGISTERS_OWN = Set.of("admin", "configuration", "system");

    private AccountNames() {}

    /** Under which name what is done with a key is recorded. */
    static String ofKey(String name) {
        return KEY + name;
    }

    /** Whether a name that an identity provider gives is kept for keys or for the register itself. */
    static boolean isReserved(String name) {
        String plain = name.strip().toLowerCase(Locale.ROOT);
        return plain.startsWith(KEY) || REGISTERS_OWN.contains(plain);
    }
}
