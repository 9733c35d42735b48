package org.eir.server.cli;

import java.util.Map;

/**
 * Which of the three standard streams a person sits at, and whether to colour. The launcher script knows and says so in
 * the property {@value #PROPERTY}: Java itself only tells whether all of them are one.
 */
public record Terminal(boolean input, boolean output, boolean errors, boolean colour) {
    public static final String PROPERTY = "eir.terminal";
    public static final Terminal NONE = new Terminal(false, false, false, false);

    /** Reads the launcher's word, such as {@code 0,1,2}; NO_COLOR switches colour off. */
    public static Terminal of(String streams, Map<String, String> environment) {
        boolean output = streams.contains("1");
        boolean colour = output && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(streams.contains("0"), output, streams.contains("2"), colour);
    }
}
