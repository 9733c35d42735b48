package org.eir.bench.s13;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.eir.s13.client.IdentityCheckRequest;
import org.eir.s13.client.S13Client;
import org.eir.s13.codec.Avp;
import org.eir.s13.codec.AvpCursor;
import org.eir.s13.codec.Header;

/**
 * A connection with up to {@value #OUTSTANDING} questions under way. A question is a copy of one that was encoded
 * before, with its own IMEI and identifiers; the low bits of the hop-by-hop identifier are the slot that waits for the
 * answer. Not blocking once capabilities are exchanged, and for one thread.
 */
final class AskingConnection implements AutoCloseable {
    static final int OUTSTANDING = 32;

    private static final String REALM = "bench.example.org";
    private static final int SLOT_BITS = 5;
    private static final int BUFFER = 1 << 16;
    private static final int HOP_BY_HOP = 12;
    private static final int END_TO_END = 16;

    private final SocketChannel channel;
    private final Questions questions;
    private final byte[] template;
    private final int imeiAt;
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER);

    private final int[] free = new int[OUTSTANDING];
    private final int[] asked = new int[OUTSTANDING];
    private final int[] hopByHop = new int[OUTSTANDING];
    private final long[] sinceNs = new long[OUTSTANDING];
    private int freeSlots = OUTSTANDING;
    private int sequence;

    private AskingConnection(SocketChannel channel, String originHost, Questions questions) {
        this.channel = channel;
        this.questions = questions;
        this.template = new IdentityCheckRequest(
                        originHost,
                        REALM,
                        GatewayServer.HOST,
                        GatewayServer.REALM,
                        "0".repeat(Questions.IMEI_LENGTH),
                        "01",
                        "001011234567890")
                .octets(0, 0);
        this.imeiAt = imeiAt(template);
        for (int slot = 0; slot < OUTSTANDING; slot++) {
            free[slot] = slot;
        }
    }

    /** Connects and exchanges capabilities. */
    static AskingConnection open(int port, String originHost, Questions questions) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
        AskingConnection connection = new AskingConnection(channel, originHost, questions);
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            connection.exchangeCapabilities(originHost);
            channel.configureBlocking(false);
            return connection;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static int imeiAt(byte[] request) {
        AvpCursor avps = AvpCursor.ofMessage(request);
        while (avps.next()) {
            if (avps.is(Avp.TERMINAL_INFORMATION, Avp.VENDOR_3GPP)) {
                AvpCursor members = AvpCursor.ofGroup(request, avps.dataStart(), avps.dataEnd());
                while (members.next()) {
                    if (members.is(Avp.IMEI, Avp.VENDOR_3GPP)) {
                        return members.dataStart();
                    }
                }
            }
        }
        throw new IllegalStateException("a question without an IMEI");
    }

    private void exchangeCapabilities(String originHost) throws IOException {
        byte[] request = S13Client.capabilitiesRequest(
                originHost, REALM, channel.socket().getLocalAddress(), 1, 1);
        channel.write(ByteBuffer.wrap(request));
        int end = in.capacity();
        while (in.position() < end) {
            if (channel.read(in) < 0) {
                throw new IOException("the server does not want " + originHost);
            }
            end = in.position() < Header.LENGTH ? in.capacity() : length(0);
        }
        in.clear();
    }

    SocketChannel channel() {
        return channel;
    }

    boolean hasRoom() {
        return freeSlots > 0;
    }

    int underWay() {
        return OUTSTANDING - freeSlots;
    }

    /**
     * Puts a question into the buffer; {@link #flush} sends it.
     *
     * @param timeNs when it is asked, or should have been
     */
    void ask(int question, long timeNs) {
        int slot = free[--freeSlots];
        int identifier = ++sequence << SLOT_BITS | slot;
        asked[slot] = question;
        hopByHop[slot] = identifier;
        sinceNs[slot] = timeNs;
        int start = out.position();
        out.put(template);
        out.putInt(start + HOP_BY_HOP, identifier);
        out.putInt(start + END_TO_END, identifier);
        out.put(start + imeiAt, questions.imeis(), question * Questions.IMEI_LENGTH, Questions.IMEI_LENGTH);
    }

    void flush() throws IOException {
        out.flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
        out.clear();
    }

    /** Takes in what has come, and returns how many questions were answered. */
    int receive(Tally tally) throws IOException {
        if (channel.read(in) < 0) {
            throw new IOException("the server closed the connection");
        }
        long nowNs = System.nanoTime();
        int answers = 0;
        int at = 0;
        while (in.position() - at >= Header.LENGTH && in.position() - at >= length(at)) {
            int end = at + length(at);
            answers += take(at, end, nowNs, tally);
            at = end;
        }
        in.flip().position(at);
        in.compact();
        return answers;
    }

    private int length(int at) {
        return in.getInt(at) & 0xffffff;
    }

    private int take(int at, int end, long nowNs, Tally tally) {
        int identifier = in.getInt(at + HOP_BY_HOP);
        int slot = identifier & OUTSTANDING - 1;
        if (hopByHop[slot] != identifier) {
            tally.astray(1);
            return 0;
        }
        hopByHop[slot] = 0;
        free[freeSlots++] = slot;
        tally.answered(asked[slot], Answer.of(in, at, end), nowNs - sinceNs[slot]);
        return 1;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
