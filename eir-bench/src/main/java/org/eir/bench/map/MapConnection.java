package org.eir.bench.map;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.eir.bench.load.AskingConnection;
import org.eir.bench.load.Questions;
import org.eir.bench.load.Tally;

/**
 * An MSC that is directly connected. A question is a copy of a vector with its own IMEI, signalling link selection and
 * transaction identifier, which tells the answer.
 */
final class MapConnection extends AskingConnection {
    static final int UNKNOWN_EQUIPMENT = 7;

    private static final int SLS = Octets.SCCP - 1;
    private static final int SLS_VALUES = 16;
    private static final int UDT_DATA_POINTER = 4;
    private static final int ENUMERATED = 0x0a01;
    private static final int INTEGER = 0x0201;

    private final Questions questions;
    private final byte[] template = Octets.question();

    private MapConnection(SocketChannel channel, Questions questions) {
        super(channel);
        this.questions = questions;
    }

    /** Connects, from another address than the other connections, and becomes active. */
    static MapConnection open(int port, int number, Questions questions) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.bind(new InetSocketAddress(GatewayServer.peer(number), 0));
            channel.connect(new InetSocketAddress("127.0.0.1", port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            become(channel, Octets.ASP_UP, Octets.ASP_UP_ACK);
            become(channel, Octets.ASP_ACTIVE, Octets.ASP_ACTIVE_ACK);
            channel.configureBlocking(false);
            return new MapConnection(channel, questions);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void become(SocketChannel channel, short request, short acknowledgement) throws IOException {
        channel.write(ByteBuffer.wrap(Octets.bare(request)));
        DataInputStream in = new DataInputStream(channel.socket().getInputStream());
        short type;
        do {
            in.skipNBytes(Octets.CLASS_AND_TYPE);
            type = in.readShort();
            in.skipNBytes(in.readInt() - Octets.HEADER);
        } while (type != acknowledgement);
    }

    @Override
    protected void write(ByteBuffer out, int identifier, int question) {
        int start = out.position();
        out.put(template);
        out.put(start + SLS, (byte) (identifier % SLS_VALUES & SLS_VALUES - 1));
        out.putInt(start + Octets.QUESTION_TRANSACTION, identifier);
        int from = question * Questions.IMEI_LENGTH;
        for (int i = 0; i < Questions.IMEI_LENGTH / 2; i++) {
            int low = questions.imeis()[from + 2 * i] & 0xf;
            int high = questions.imeis()[from + 2 * i + 1] & 0xf;
            out.put(start + Octets.QUESTION_IMEI + i, (byte) (high << 4 | low));
        }
    }

    @Override
    protected int length(ByteBuffer in, int at) {
        return in.position() - at < Octets.HEADER ? NOT_YET_KNOWN : in.getInt(at + Octets.LENGTH);
    }

    @Override
    protected boolean isAnswer(ByteBuffer in, int at) {
        return in.getShort(at + Octets.CLASS_AND_TYPE) == Octets.DATA;
    }

    @Override
    protected int identifier(ByteBuffer in, int at, int end) {
        int message = message(in, at);
        int tagsAndLengths = 4;
        return in.getInt(message + tagsAndLengths);
    }

    /** Equipment status or error: the last value of the message. */
    @Override
    protected int answer(ByteBuffer in, int at, int end) {
        int message = message(in, at);
        int last = message + (in.get(message - 1) & 0xff) - 3;
        int tag = in.getShort(last);
        return tag == ENUMERATED || tag == INTEGER ? in.get(last + 2) : Tally.UNREADABLE;
    }

    /** Where TCAP begins in a UDT. */
    private static int message(ByteBuffer in, int at) {
        int pointer = at + Octets.SCCP + UDT_DATA_POINTER;
        return pointer + in.get(pointer) + 1;
    }
}
