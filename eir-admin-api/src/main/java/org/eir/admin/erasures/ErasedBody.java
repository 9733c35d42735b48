package org.eir.admin.erasures;

import org.jspecify.annotations.Nullable;

/**
 * Stands where something is missing because it was erased by law.
 *
 * @param revision of the last erasure that took something of it
 */
public record ErasedBody(long revision) {
    public static @Nullable ErasedBody of(@Nullable Long revision) {
        return revision == null ? null : new ErasedBody(revision);
    }
}
