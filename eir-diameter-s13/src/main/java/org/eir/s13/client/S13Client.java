package org.eir.s13.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadLocalRandom;
import org.eir.s13.codec.Avp;
import org.eir.s13.codec.FrameReader;
import org.eir.s13.codec.Header;
import org.eir.s13.codec.MessageWriter;
import org.jspecify.annotations.Nullable;

/**
 * A Diameter peer that asks. Blocking, for one thread. Sending and receiving are separate, so that requests can be
 * pipelined; raw octets pass in and out, so that broken ones can be sent.
 *
 * <p>While it waits for something else it answers watchdogs, and takes leave when it is asked to.
 */
public final class S13Client implements AutoCloseable {
    private static final int MAX_MESSAGE_BYTES = 1 << 20;
    private static final int REBOOTING = 0;
    private static final int SUCCESS = 2001;

    private final Socket socket;
    private final FrameReader frames;
    private final String originHost;
    private final String originRealm;
    private final Deque<byte[]> setAside = new ArrayDeque<>();
    private int nextHopByHop = ThreadLocalRandom.current().nextInt();
    private int nextEndToEnd = ThreadLocalRandom.current().nextInt();
    private boolean asksToLeave;

    private S13Client(Socket socket, String originHost, String originRealm) throws IOException {
        this.socket = socket;
        this.frames = new FrameReader(socket.getInputStream(), MAX_MESSAGE_BYTES);
        this.originHost = originHost;
        this.originRealm = originRealm;
    }

    /**
     * Opens the TCP connection, and no more.
     *
     * @param timeoutMs for connecting, and then for every answer
     */
    public static S13Client connect(String host, int port, String originHost, String originRealm, int timeoutMs)
            throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), timeoutMs);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(timeoutMs);
            return new S13Client(socket, originHost, originRealm);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Exchanges capabilities (RFC 6733 clause 5.3); the Result-Code says whether the register lets us ask. */
    public CheckAnswer exchangeCapabilities() throws IOException {
        sendRaw(capabilitiesRequest());
        return CheckAnswer.of(receiveRaw());
    }

    /** The octets of this client's Capabilities-Exchange-Request. */
    public byte[] capabilitiesRequest() {
        return capabilitiesRequest(originHost, originRealm, socket.getLocalAddress(), nextHopByHop++, nextEndToEnd++);
    }

    /** The octets of a Capabilities-Exchange-Request that announces S13 (RFC 6733 clause 5.3.1). */
    public static byte[] capabilitiesRequest(
            String originHost, String originRealm, InetAddress localAddress, int hopByHop, int endToEnd) {
        MessageWriter message = new MessageWriter(
                        Header.REQUEST, Header.CAPABILITIES_EXCHANGE, Header.BASE_APPLICATION, hopByHop, endToEnd)
                .avp(Avp.ORIGIN_HOST, originHost)
                .avp(Avp.ORIGIN_REALM, originRealm)
                .avp(Avp.HOST_IP_ADDRESS, address(localAddress));
        message.avp(Avp.VENDOR_ID, Avp.VENDOR_3GPP)
                .avp(Avp.PRODUCT_NAME, 0, Avp.NO_VENDOR, "eir".getBytes(StandardCharsets.UTF_8))
                .avp(Avp.SUPPORTED_VENDOR_ID, Avp.VENDOR_3GPP);
        int application = message.begin(Avp.VENDOR_SPECIFIC_APPLICATION_ID);
        message.avp(Avp.VENDOR_ID, Avp.VENDOR_3GPP)
                .avp(Avp.AUTH_APPLICATION_ID, Header.S13_APPLICATION)
                .end(application);
        return message.octets();
    }

    private static byte[] address(InetAddress address) {
        byte[] octets = address.getAddress();
        return ByteBuffer.allocate(2 + octets.length)
                .putShort((short) (octets.length == 4 ? 1 : 2))
                .put(octets)
                .array();
    }

    private MessageWriter base(int flags, int command, int hopByHop, int endToEnd) {
        return new MessageWriter(flags, command, Header.BASE_APPLICATION, hopByHop, endToEnd)
                .avp(Avp.ORIGIN_HOST, originHost)
                .avp(Avp.ORIGIN_REALM, originRealm);
    }

    /** Asks and waits for the answer. */
    public CheckAnswer check(IdentityCheckRequest request) throws IOException {
        return await(send(request));
    }

    /** Sends a question; its hop-by-hop identifier finds the answer. */
    public int send(IdentityCheckRequest request) throws IOException {
        int hopByHop = nextHopByHop++;
        sendRaw(request.octets(hopByHop, nextEndToEnd++));
        return hopByHop;
    }

    /** Sends octets as they are: one message, several, or none. */
    public void sendRaw(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
    }

    /** Waits for the answer with this hop-by-hop identifier; others are kept for whoever waits for them. */
    public CheckAnswer await(int hopByHop) throws IOException {
        byte[] early = takeAside(hopByHop);
        if (early != null) {
            return CheckAnswer.of(early);
        }
        while (true) {
            byte[] answer = receiveRaw();
            if (Header.hopByHop(answer) == hopByHop) {
                return CheckAnswer.of(answer);
            }
            setAside.add(answer);
        }
    }

    private byte @Nullable [] takeAside(int hopByHop) {
        for (byte[] answer : setAside) {
            if (Header.hopByHop(answer) == hopByHop) {
                setAside.remove(answer);
                return answer;
            }
        }
        return null;
    }

    /**
     * Waits for the next answer of any kind. Requests of the register (watchdog, disconnection) are answered on the way.
     *
     * @throws SocketTimeoutException if none comes in time
     * @throws IOException if the register closed the connection
     */
    public byte[] receiveRaw() throws IOException {
        while (true) {
            byte[] message = receiveAny();
            if (!Header.isRequest(message)) {
                return message;
            }
            answerRegister(message);
        }
    }

    /** Waits for the next message, the register's own requests included, and answers nothing. */
    public byte[] receiveAny() throws IOException {
        FrameReader.Next next = frames.next();
        if (next != FrameReader.Next.MESSAGE) {
            throw new IOException("the register closed the connection (" + next + ")");
        }
        return frames.message();
    }

    private void answerRegister(byte[] request) throws IOException {
        asksToLeave |= Header.command(request) == Header.DISCONNECT_PEER;
        sendRaw(base(0, Header.command(request), Header.hopByHop(request), Header.endToEnd(request))
                .avp(Avp.RESULT_CODE, SUCCESS)
                .octets());
    }

    /** Whether the register has taken leave (DPR). */
    public boolean asksToLeave() {
        return asksToLeave;
    }

    /** Probes the register (DWR) and waits for its answer. */
    public CheckAnswer watchdog() throws IOException {
        int hopByHop = nextHopByHop++;
        sendRaw(base(Header.REQUEST, Header.DEVICE_WATCHDOG, hopByHop, nextEndToEnd++)
                .octets());
        return await(hopByHop);
    }

    /** Takes leave (DPR) and waits for the answer. */
    public CheckAnswer disconnect() throws IOException {
        int hopByHop = nextHopByHop++;
        sendRaw(base(Header.REQUEST, Header.DISCONNECT_PEER, hopByHop, nextEndToEnd++)
                .avp(Avp.DISCONNECT_CAUSE, REBOOTING)
                .octets());
        return await(hopByHop);
    }

    /** Ends the connection without a word; call {@link #disconnect} first to be polite. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
