package org.eir.map.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eir.map.m3ua.MessageType;
import org.eir.map.m3ua.MessageWriter;
import org.eir.map.m3ua.Parameter;
import org.eir.map.m3ua.ParameterCursor;
import org.jspecify.annotations.Nullable;

/** What this package reads and changes in well-formed messages. */
final class Parameters {
    private static final Set<Integer> DECIDING =
            Set.of(Parameter.ROUTING_CONTEXT, Parameter.TRAFFIC_MODE_TYPE, Parameter.STATUS, Parameter.ASP_IDENTIFIER);

    private Parameters() {}

    /** The value of a parameter; null without one. */
    static byte @Nullable [] value(byte[] message, int tag) {
        ParameterCursor parameters = new ParameterCursor(message);
        while (parameters.next()) {
            if (parameters.tag() == tag) {
                return parameters.data();
            }
        }
        return null;
    }

    /** The same message with another value in place of what it had; null: with none. */
    static byte[] with(MessageType type, byte[] message, int tag, byte @Nullable [] value) {
        MessageWriter changed = new MessageWriter(type);
        ParameterCursor parameters = new ParameterCursor(message);
        while (parameters.next()) {
            if (parameters.tag() != tag) {
                changed.parameter(parameters.tag(), parameters.data());
            }
        }
        return value == null ? changed.octets() : changed.parameter(tag, value).octets();
    }

    /**
     * The same message with nothing in it but what decides the state of an ASP: jSS7 reads all else too, and throws at what
     * it does not understand.
     */
    static byte[] deciding(MessageType type, byte[] message) {
        MessageWriter bare = new MessageWriter(type);
        ParameterCursor parameters = new ParameterCursor(message);
        while (parameters.next()) {
            if (DECIDING.contains(parameters.tag())) {
                bare.parameter(parameters.tag(), parameters.data());
            }
        }
        return bare.octets();
    }

    /** The routing contexts it names; empty if it names none. */
    static List<Long> routingContexts(byte[] message) {
        byte[] value = value(message, Parameter.ROUTING_CONTEXT);
        List<Long> contexts = new ArrayList<>();
        for (int at = 0; value != null && at + Integer.BYTES <= value.length; at += Integer.BYTES) {
            contexts.add(Integer.toUnsignedLong(int32(value, at)));
        }
        return contexts;
    }

    static int int32(byte[] octets, int at) {
        return (octets[at] & 0xff) << 24
                | (octets[at + 1] & 0xff) << 16
                | (octets[at + 2] & 0xff) << 8
                | octets[at + 3] & 0xff;
    }

    /** Whether each parameter jSS7 reads as numbers holds numbers. */
    static boolean areNumbers(byte[] message) {
        ParameterCursor parameters = new ParameterCursor(message);
        while (parameters.next()) {
            int length = parameters.dataLength();
            boolean right = switch (parameters.tag()) {
                case Parameter.ROUTING_CONTEXT -> length > 0 && length % Integer.BYTES == 0;
                case Parameter.TRAFFIC_MODE_TYPE, Parameter.STATUS, Parameter.ASP_IDENTIFIER -> length == Integer.BYTES;
                default -> true;
            };
            if (!right) {
                return false;
            }
        }
        return true;
    }
}
