package org.eir.map.sccp;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask over an association. With neither prefixes nor point codes everybody may.
 *
 * <p>An asker with a global title is judged by that alone as soon as there are prefixes: behind an STP every asker has
 * the STP's point code. Any other asker is judged by its point code.
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
     * @param pointCode where its answer goes
     */
    boolean admits(@Nullable String globalTitle, int pointCode) {
        if (globalTitle != null && !globalTitlePrefixes.isEmpty()) {
            return globalTitlePrefixes.stream().anyMatch(globalTitle::startsWith);
        }
        return pointCodes.isEmpty() ? globalTitlePrefixes.isEmpty() : pointCodes.contains(pointCode);
    }
}
