package org.eir.core.register;

import org.eir.core.identity.ImeiRange;
import org.eir.core.list.EntryFacts;

/**
 * What a state of the lists is about.
 *
 * @param scope everyone, or the organisation in whose networks alone it counts
 * @param identity what is covered
 */
public record ScopedIdentity(String scope, ImeiRange identity) {

    /** What an entry is about. */
    public static ScopedIdentity of(EntryFacts facts) {
        return new ScopedIdentity(facts.scope(), facts.identity());
    }
}
