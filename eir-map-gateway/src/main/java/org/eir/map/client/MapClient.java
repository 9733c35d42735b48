package org.eir.map.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ThreadLocalRandom;
import org.eir.map.m3ua.Header;
import org.eir.map.m3ua.MessageType;
import org.eir.map.m3ua.MessageWriter;
import org.eir.map.m3ua.Parameter;
import org.eir.map.m3ua.ParameterCursor;
import org.eir.map.m3ua.PayloadData;
import org.eir.map.m3ua.PayloadData.Carried;
import org.eir.map.sccp.Msu;
import org.eir.map.sccp.SccpMessage;
import org.eir.map.sccp.SccpMessage.Returned;
import org.eir.map.sccp.SccpMessage.Undecodable;
import org.eir.map.sccp.SccpMessage.Unitdata;
import org.eir.map.tcap.Tag;
import org.jspecify.annotations.Nullable;

/**
 * An ASP that asks: of a register that is an IPSP server, or through an STP, which wants to hear the same. Blocking, for one
 * thread. Sending and awaiting are separate, so that questions can be pipelined; raw messages pass in and out, so that
 * broken ones can be sent.
 *
 * <p>While it waits for something else it answers heartbeats and passes over notifications.
 */
public final class MapClient implements AutoCloseable {
    /** Class 0, and back if it cannot be delivered. */
    private static final int RETURN_ON_ERROR = 0x80;

    private static final int SLS_MASK = 0x0f;
    private static final int MAX_SET_ASIDE = 10_000;

    private final Carrier carrier;
    private final Path path;
    private final int timeoutMs;
    private final Deque<Reply> setAside = new ArrayDeque<>();
    private int nextOtid = ThreadLocalRandom.current().nextInt();

    /** An answer and whose it is. */
    private record Reply(int otid, CheckImeiAnswer answer) {}

    private MapClient(Carrier carrier, Path path, int timeoutMs) {
        this.carrier = carrier;
        this.path = path;
        this.timeoutMs = timeoutMs;
    }

    /**
     * Opens a TCP connection, and no more.
     *
     * @param timeoutMs for connecting, and then for every answer
     */
    public static MapClient overTcp(String host, int port, Path path, int timeoutMs) throws IOException {
        return overTcp(new InetSocketAddress(0).getAddress(), host, port, path, timeoutMs);
    }

    /**
     * Does the same from a chosen address of this machine, by which the register may know its peers.
     *
     * @param timeoutMs for connecting, and then for every answer
     */
    public static MapClient overTcp(InetAddress local, String host, int port, Path path, int timeoutMs)
            throws IOException {
        return new MapClient(TcpCarrier.connect(local, new InetSocketAddress(host, port), timeoutMs), path, timeoutMs);
    }

    /**
     * Opens an SCTP association, and no more.
     *
     * @param timeoutMs for connecting, and then for every answer
     * @throws UnsupportedOperationException if this machine has no SCTP
     */
    public static MapClient overSctp(String host, int port, Path path, int timeoutMs) throws IOException {
        return new MapClient(SctpCarrier.connect(new InetSocketAddress(host, port), timeoutMs), path, timeoutMs);
    }

    /** Becomes active (RFC 4666 clause 4.3.4): ASP Up, then ASP Active for the routing context; no traffic mode is named. */
    public void activate() throws IOException {
        exchange(new MessageWriter(MessageType.ASPUP), MessageType.ASPUP_ACK);
        exchange(withRoutingContext(MessageType.ASPAC), MessageType.ASPAC_ACK);
    }

    /** Takes leave: ASP Inactive, then ASP Down. */
    public void deactivate() throws IOException {
        exchange(withRoutingContext(MessageType.ASPIA), MessageType.ASPIA_ACK);
        exchange(new MessageWriter(MessageType.ASPDN), MessageType.ASPDN_ACK);
    }

    private MessageWriter withRoutingContext(MessageType type) {
        MessageWriter message = new MessageWriter(type);
        return path.routingContext() == PayloadData.NO_ROUTING_CONTEXT
                ? message
                : message.parameter(Parameter.ROUTING_CONTEXT, (int) path.routingContext());
    }

    private void exchange(MessageWriter request, MessageType expected) throws IOException {
        sendRaw(request.octets());
        while (true) {
            byte[] message = receiveRaw();
            MessageType type = MessageType.of(message);
            if (type == expected) {
                return;
            }
            if (type == MessageType.ERR) {
                throw new IOException(
                        "the peer answered with M3UA error " + errorCode(message) + " instead of " + expected);
            }
        }
    }

    private static String errorCode(byte[] err) {
        ParameterCursor parameters = new ParameterCursor(err);
        while (parameters.next()) {
            if (parameters.tag() == Parameter.ERROR_CODE && parameters.dataLength() == Integer.BYTES) {
                return Integer.toString(parameters.int32());
            }
        }
        return "without a code";
    }

    /** Asks and waits for the answer; {@link CheckImeiAnswer.Nothing} if none comes in time. */
    public CheckImeiAnswer ask(CheckImeiRequest request) throws IOException {
        return await(send(request));
    }

    /** Sends a question; its transaction id finds the answer. */
    public int send(CheckImeiRequest request) throws IOException {
        int otid = nextOtid++;
        byte[] question = new Unitdata(
                        false, RETURN_ON_ERROR, path.called(), path.calling(request.asker()), null, request.begin(otid))
                .octets();
        Msu msu = new Msu(
                path.ownPointCode(),
                path.registerPointCode(),
                Msu.SCCP,
                path.networkIndicator(),
                0,
                otid & SLS_MASK,
                question);
        sendRaw(PayloadData.write(msu, path.routingContext()));
        return otid;
    }

    /** Waits for the answer to this transaction; others are kept for whoever waits for them. */
    public CheckImeiAnswer await(int otid) throws IOException {
        CheckImeiAnswer early = takeAside(otid);
        if (early != null) {
            return early;
        }
        long endNs = System.nanoTime() + timeoutMs * 1_000_000L;
        while (true) {
            Reply reply;
            try {
                reply = reply(receive(remainingMs(endNs)));
            } catch (SocketTimeoutException e) {
                return new CheckImeiAnswer.Nothing();
            }
            if (reply != null && reply.otid() == otid) {
                return reply.answer();
            }
            if (reply != null && setAside.size() < MAX_SET_ASIDE) {
                setAside.add(reply);
            }
        }
    }

    private @Nullable CheckImeiAnswer takeAside(int otid) {
        for (Iterator<Reply> replies = setAside.iterator(); replies.hasNext(); ) {
            Reply reply = replies.next();
            if (reply.otid() == otid) {
                replies.remove();
                return reply.answer();
            }
        }
        return null;
    }

    /** What a message answers; null if it is no answer to anything. */
    private static @Nullable Reply reply(byte[] message) {
        if (!Header.isData(message) || !(PayloadData.read(message) instanceof Carried carried)) {
            return null;
        }
        return switch (SccpMessage.read(carried.msu().userData())) {
            case Unitdata answer ->
                reply(
                        AnswerReader.transactionId(answer.data(), Tag.DESTINATION_TRANSACTION_ID),
                        AnswerReader.read(answer.data()));
            case Returned question ->
                reply(
                        AnswerReader.transactionId(question.data(), Tag.ORIGINATING_TRANSACTION_ID),
                        new CheckImeiAnswer.CameBack(question.cause()));
            case Undecodable _ -> null;
        };
    }

    private static @Nullable Reply reply(long otid, CheckImeiAnswer answer) {
        return otid == AnswerReader.NO_ID ? null : new Reply((int) otid, answer);
    }

    /** Sends octets as they are. */
    public void sendRaw(byte[] octets) throws IOException {
        carrier.send(octets);
    }

    /**
     * Waits for the next M3UA message that is neither a heartbeat nor a notification.
     *
     * @throws SocketTimeoutException if none comes in time
     * @throws IOException if the connection is closed
     */
    public byte[] receiveRaw() throws IOException {
        return receive(timeoutMs);
    }

    private byte[] receive(int limitMs) throws IOException {
        long endNs = System.nanoTime() + limitMs * 1_000_000L;
        while (true) {
            byte[] message = carrier.receive(remainingMs(endNs));
            MessageType type = message.length < Header.LENGTH ? null : MessageType.of(message);
            if (type == MessageType.BEAT) {
                sendRaw(beatAck(message));
            } else if (type != MessageType.NTFY) {
                return message;
            }
        }
    }

    private static int remainingMs(long endNs) throws SocketTimeoutException {
        long leftMs = (endNs - System.nanoTime()) / 1_000_000L;
        if (leftMs <= 0) {
            throw new SocketTimeoutException("nothing came in time");
        }
        return (int) leftMs;
    }

    /** The same parameters (RFC 4666 clause 3.5.6). */
    private static byte[] beatAck(byte[] beat) {
        byte[] ack = beat.clone();
        ack[3] = (byte) MessageType.BEAT_ACK.type();
        return ack;
    }

    /** Ends the connection without a word; call {@link #deactivate} first to be polite. */
    @Override
    public void close() throws IOException {
        carrier.close();
    }
}
