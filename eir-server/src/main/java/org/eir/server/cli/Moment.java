package org.eir.server.cli;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A moment on the command line, as RFC 3339 writes it.
 *
 * @param text in UTC
 */
record Moment(String text) {

    /** Reads {@code 2026-11-01T08:30:00Z}. */
    static final class Reading implements ITypeConverter<Moment> {
        @Override
        public Moment convert(String text) {
            try {
                return new Moment(DateTimeFormatter.ISO_INSTANT.format(OffsetDateTime.parse(text)));
            } catch (DateTimeException e) {
                throw new TypeConversionException("'" + text + "' must be a moment such as 2026-11-01T08:30:00Z");
            }
        }
    }
}
