package org.eir.admin.access;

import java.util.Locale;
import java.util.Set;
import org.eir.core.access.ApiKey;

/**
 * Names under which changes are recorded. The journal, and the rule that a second person approves, tell people apart by
 * them: no two means of authentication may give the same name to different ones.
 */
final class AccountNames {
    private static final Set<String> REGISTERS_OWN = Set.of("admin", "configuration", "system");

    private AccountNames() {}

    /** Under which name what is done with a key is recorded. */
    static String ofKey(String name) {
        return ApiKey.ACCOUNT_PREFIX + name;
    }

    /** Whether a name that an identity provider gives is kept for keys or for the register itself. */
    static boolean isReserved(String name) {
        String plain = name.strip().toLowerCase(Locale.ROOT);
        return plain.startsWith(ApiKey.ACCOUNT_PREFIX) || REGISTERS_OWN.contains(plain);
    }
}
