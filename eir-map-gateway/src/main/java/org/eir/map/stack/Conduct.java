package org.eir.map.stack;

import java.util.List;
import org.eir.map.AssociationStatus.AspState;
import org.eir.map.M3uaConfig.Role;
import org.eir.map.link.AspTraffic;
import org.eir.map.link.Link;
import org.eir.map.m3ua.ErrorCode;
import org.eir.map.m3ua.MessageType;
import org.eir.map.m3ua.Parameter;

/**
 * What becomes of a message that maintains the state of an ASP, by who maintains whose (RFC 4666 clause 4.3.4). Only what
 * the state machines are there for reaches them.
 */
sealed interface Conduct {
    /** It is for the state machines. */
    record Proceed() implements Conduct {}

    /** Its sender is told that this is wrong. */
    record Refuse(ErrorCode code) implements Conduct {}

    /** It asks for what is so already, which is acknowledged once more (clauses 4.3.4.3 and 4.3.4.4). */
    record Acknowledge(MessageType type) implements Conduct {}

    /** It changes nothing. */
    record Ignore() implements Conduct {}

    /** The peer took the ASP out of service; all begins again from the start. */
    record Restart() implements Conduct {}

    Conduct PROCEED = new Proceed();
    Conduct IGNORE = new Ignore();
    Conduct RESTART = new Restart();

    int OVERRIDE = 1;
    int LOADSHARE = 2;

    /**
     * @param leaving whether this node says goodbye
     */
    static Conduct of(Link link, MessageType type, byte[] message, boolean leaving) {
        if (!Parameters.areNumbers(message)) {
            return new Refuse(ErrorCode.PARAMETER_FIELD_ERROR);
        }
        return link.traffic().getFirst().server().role() == Role.IPSP_SERVER
                ? ofAsker(link, type, message)
                : ofAcknowledger(link, type, message, leaving);
    }

    /** The peer maintains its own ASP. */
    private static Conduct ofAsker(Link link, MessageType type, byte[] message) {
        return switch (type) {
            case ASPUP, ASPDN -> PROCEED;
            case ASPAC -> {
                Conduct conduct = change(link, message, AspState.ACTIVE, MessageType.ASPAC_ACK);
                yield conduct == PROCEED && !isKnownMode(message)
                        ? new Refuse(ErrorCode.UNSUPPORTED_TRAFFIC_MODE_TYPE)
                        : conduct;
            }
            case ASPIA -> change(link, message, AspState.INACTIVE, MessageType.ASPIA_ACK);
            default -> IGNORE;
        };
    }

    private static Conduct change(Link link, byte[] message, AspState wanted, MessageType acknowledgement) {
        List<AspTraffic> named = named(link, message);
        if (named.isEmpty()) {
            return new Refuse(ErrorCode.INVALID_ROUTING_CONTEXT);
        }
        if (named.stream().anyMatch(each -> each.state() == AspState.DOWN)) {
            return new Refuse(ErrorCode.UNEXPECTED_MESSAGE);
        }
        boolean already = named.stream().allMatch(each -> each.state() == wanted);
        return already ? new Acknowledge(acknowledgement) : PROCEED;
    }

    private static boolean isKnownMode(byte[] message) {
        byte[] mode = Parameters.value(message, Parameter.TRAFFIC_MODE_TYPE);
        return mode == null || Parameters.int32(mode, 0) == OVERRIDE || Parameters.int32(mode, 0) == LOADSHARE;
    }

    /** This node maintains its own ASP at the peer. */
    private static Conduct ofAcknowledger(Link link, MessageType type, byte[] message, boolean leaving) {
        return switch (type) {
            case ASPUP_ACK ->
                link.traffic().stream().allMatch(each -> each.state() == AspState.DOWN) ? PROCEED : IGNORE;
            case ASPAC_ACK -> {
                List<AspTraffic> named = named(link, message);
                if (named.isEmpty()) {
                    yield new Refuse(ErrorCode.INVALID_ROUTING_CONTEXT);
                }
                yield named.stream().allMatch(AspTraffic::isActivating) ? PROCEED : IGNORE;
            }
            case ASPDN_ACK -> leaving ? PROCEED : RESTART;
            case ASPIA_ACK ->
                named(link, message).stream().anyMatch(each -> each.state() == AspState.ACTIVE) ? RESTART : IGNORE;
            case NTFY -> named(link, message).isEmpty() ? IGNORE : PROCEED;
            default -> new Refuse(ErrorCode.UNEXPECTED_MESSAGE);
        };
    }

    /**
     * The traffic a message is about: what its routing contexts name, or the only one there is. Empty if it names what is
     * not there, or does not say which of several it means.
     */
    static List<AspTraffic> named(Link link, byte[] message) {
        List<AspTraffic> traffic = link.traffic();
        List<Long> contexts = Parameters.routingContexts(message);
        if (contexts.isEmpty()) {
            return traffic.size() == 1 ? traffic : List.of();
        }
        List<AspTraffic> named = traffic.stream()
                .filter(each -> contexts.contains(each.server().routingContext()))
                .toList();
        return contexts.stream().allMatch(context -> named.stream().anyMatch(each -> each.isRoutedBy(context)))
                ? named
                : List.of();
    }
}
