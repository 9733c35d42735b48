package org.eir.server.doctor;

import java.util.Locale;

/**
 * What was found about one thing.
 *
 * @param subject what was looked at, in a word or two
 * @param level how it is
 * @param finding what was found, one sentence
 * @param remedy the command or setting that mends it; empty where nothing is to be mended
 */
public record Diagnosis(String subject, Level level, String finding, String remedy) {
    /** How it is. */
    public enum Level {
        GOOD,
        /** A node runs, and somebody will be sorry. */
        DOUBTFUL,
        /** A node does not start, or does not do what it is there for. */
        BAD;

        /** As programs read it: lower case. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Diagnosis good(String subject, String finding) {
        return new Diagnosis(subject, Level.GOOD, finding, "");
    }

    static Diagnosis doubtful(String subject, String finding, String remedy) {
        return new Diagnosis(subject, Level.DOUBTFUL, finding, remedy);
    }

    static Diagnosis bad(String subject, String finding, String remedy) {
        return new Diagnosis(subject, Level.BAD, finding, remedy);
    }
}
