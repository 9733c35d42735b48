package org.eir.core.register;

import org.eir.core.identity.ImeiRange;

/**
 * What a state of the lists is about.
 *
 * @param scope everyone, or the organisation in whose networks alone it counts
 * @param identity what is covered
 */
record ScopedIdentity(String scope, ImeiRange identity) {}
