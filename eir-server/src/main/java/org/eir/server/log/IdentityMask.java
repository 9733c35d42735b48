package org.eir.server.log;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Hides whatever has the form of an IMEI, IMEISV or IMSI, 14 to 16 digits, but for its first five. A moment in
 * milliseconds has 13 digits and stays.
 */
final class IdentityMask {
    private static final Pattern IDENTITY = Pattern.compile("(?<![0-9])([0-9]{5})[0-9]{9,11}(?![0-9])");

    private IdentityMask() {}

    static String masked(String line) {
        return IDENTITY.matcher(line).replaceAll("$1**********");
    }

    private static byte[] masked(byte[] line) {
        return masked(new String(line, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }

    /** Lines for people. */
    public static final class Text extends PatternLayoutEncoder {
        @Override
        public byte[] encode(ILoggingEvent event) {
            return masked(super.encode(event));
        }
    }

    /** One JSON object a line. */
    public static final class Json extends JsonEncoder {
        @Override
        public byte[] encode(ILoggingEvent event) {
            return masked(super.encode(event));
        }
    }
}
