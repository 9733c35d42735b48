package org.eir.map.sccp;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask over an association. With neither prefixes nor point codes everybody may; an asker needs to be in one of
 * them otherwise. Behind an STP that translates global titles every asker has the STP's point code: there, name prefixes.
 *
 * @param globalTitlePrefixes first digits of calling global titles
 * @param pointCodes point codes of askers
 */
public record Screen(List<String> globalTitlePrefixes, Set<Integer> pointCodes) {
    /** Lets everybody ask. */
    public static final Screen OPEN = new Screen(List.of(), Set.of());

    public Screen {
        globalTitlePrefixes = List.copyOf(globalTitlePrefixes);
        pointCodes = Set.copyOf(pointCodes);
    }

    /**
     * Whether this asker may ask.
     *
     * @param globalTitle digits of the calling global title; null without one
     * @param pointCode where its answer goes: nobody is served under a point code that is not where he is
     */
    boolean admits(@Nullable String globalTitle, int pointCode) {
        if (globalTitlePrefixes.isEmpty() && pointCodes.isEmpty()) {
            return true;
        }
        return pointCodes.contains(pointCode)
                || globalTitle != null && globalTitlePrefixes.stream().anyMatch(globalTitle::startsWith);
    }
}
