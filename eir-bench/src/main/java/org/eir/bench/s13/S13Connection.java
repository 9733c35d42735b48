package org.eir.bench.s13;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.eir.bench.load.AskingConnection;
import org.eir.bench.load.Questions;
import org.eir.s13.client.IdentityCheckRequest;
import org.eir.s13.client.S13Client;
import org.eir.s13.codec.Avp;
import org.eir.s13.codec.AvpCursor;
import org.eir.s13.codec.FrameReader;
import org.eir.s13.codec.Header;

/**
 * An MME. A question is a copy of one that was encoded before, with its own IMEI and identifiers; the hop-by-hop
 * identifier tells the answer.
 */
final class S13Connection extends AskingConnection {
    private static final String REALM = "bench.example.org";
    private static final int HOP_BY_HOP = 12;
    private static final int END_TO_END = 16;
    private static final int MAX_MESSAGE_BYTES = 1 << 16;

    private final Questions questions;
    private final byte[] template;
    private final int imeiAt;

    private S13Connection(SocketChannel channel, String originHost, Questions questions) {
        super(channel);
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
    }

    /** Connects and exchanges capabilities, as a peer that is new to the server, so that no earlier one counts. */
    static S13Connection open(int port, int serial, Questions questions) throws IOException {
        String originHost = "mme" + serial + ".bench.example.org";
        SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            exchangeCapabilities(channel, originHost);
            channel.configureBlocking(false);
            return new S13Connection(channel, originHost, questions);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void exchangeCapabilities(SocketChannel channel, String originHost) throws IOException {
        byte[] request = S13Client.capabilitiesRequest(
                originHost, REALM, channel.socket().getLocalAddress(), 1, 1);
        channel.write(ByteBuffer.wrap(request));
        new FrameReader(channel.socket().getInputStream(), MAX_MESSAGE_BYTES).next();
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

    @Override
    protected void write(ByteBuffer out, int identifier, int question) {
        int start = out.position();
        out.put(template);
        out.putInt(start + HOP_BY_HOP, identifier);
        out.putInt(start + END_TO_END, identifier);
        out.put(start + imeiAt, questions.imeis(), question * Questions.IMEI_LENGTH, Questions.IMEI_LENGTH);
    }

    @Override
    protected int length(ByteBuffer in, int at) {
        return in.position() - at < Header.LENGTH ? NOT_YET_KNOWN : in.getInt(at) & 0xffffff;
    }

    @Override
    protected boolean isAnswer(ByteBuffer in, int at) {
        return true;
    }

    @Override
    protected int identifier(ByteBuffer in, int at, int end) {
        return in.getInt(at + HOP_BY_HOP);
    }

    @Override
    protected int answer(ByteBuffer in, int at, int end) {
        return Answer.of(in, at, end);
    }
}
