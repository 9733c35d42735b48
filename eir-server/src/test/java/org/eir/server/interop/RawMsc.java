package org.eir.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.nio.sctp.MessageInfo;
import com.sun.nio.sctp.SctpChannel;
import com.sun.nio.sctp.SctpStandardSocketOptions;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * An MSC of octets: wraps prepared SCCP messages in M3UA (RFC 4666), over TCP or SCTP, and unwraps what comes back. It
 * shares no code with the register.
 */
final class RawMsc implements AutoCloseable {
    private static final int LIMIT_S = 20;
    private static final int PAYLOAD_PROTOCOL_M3UA = 3;

    private static final int TRANSFER = 1;
    private static final int ASP_STATE = 3;
    private static final int ASP_TRAFFIC = 4;

    private static final int TAG_ROUTING_CONTEXT = 0x0006;
    private static final int TAG_PROTOCOL_DATA = 0x0210;
    private static final int PARAMETER_HEADER = 4;
    private static final int ROUTING_LABEL = 12;

    private final Link link;
    private final int routingContext;
    private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>(1_000);

    /** What carries whole M3UA messages. */
    private interface Link {
        void send(byte[] message) throws IOException;

        /** The next message, or null at the end. */
        byte[] receive() throws IOException;

        void close() throws IOException;
    }

    private RawMsc(Link link, int routingContext) {
        this.link = link;
        this.routingContext = routingContext;
        // Not a virtual one: SctpChannel cannot wake one up when it is closed.
        Thread.ofPlatform().daemon().start(this::read);
    }

    /** Connects and becomes active in the application server with this routing context. */
    static RawMsc overTcp(InetSocketAddress peer, int routingContext) throws IOException {
        Socket socket = new Socket(peer.getAddress(), peer.getPort());
        return new RawMsc(new TcpLink(socket), routingContext).activated();
    }

    static RawMsc overSctp(InetSocketAddress local, InetSocketAddress peer, int routingContext) throws IOException {
        SctpChannel channel = SctpChannel.open();
        channel.setOption(
                SctpStandardSocketOptions.SCTP_INIT_MAXSTREAMS,
                SctpStandardSocketOptions.InitMaxStreams.create(16, 16));
        channel.bind(local);
        channel.connect(peer);
        return new RawMsc(new SctpLink(channel), routingContext).activated();
    }

    private RawMsc activated() throws IOException {
        link.send(message(ASP_STATE, 1, new byte[0]));
        expect(ASP_STATE, 4);
        link.send(message(ASP_TRAFFIC, 1, routingContext()));
        expect(ASP_TRAFFIC, 3);
        return this;
    }

    /** Sends an SCCP message from point code 11 to 22, over the national network. */
    void send(byte[] sccp) throws IOException {
        ByteBuffer label = ByteBuffer.allocate(ROUTING_LABEL).putInt(11).putInt(22);
        label.put(new byte[] {3, 2, 0, 1});
        byte[] data = parameter(TAG_PROTOCOL_DATA, joined(label.array(), sccp));
        link.send(message(TRANSFER, 1, joined(routingContext(), data)));
    }

    /** The SCCP message that came next. */
    byte[] receive() {
        ByteBuffer message = ByteBuffer.wrap(expect(TRANSFER, 1)).position(8);
        while (message.hasRemaining()) {
            int tag = message.getShort();
            int length = message.getShort() - PARAMETER_HEADER;
            if (tag == TAG_PROTOCOL_DATA) {
                byte[] sccp = new byte[length - ROUTING_LABEL];
                message.position(message.position() + ROUTING_LABEL).get(sccp);
                return sccp;
            }
            message.position(message.position() + (length + 3 & ~3));
        }
        throw new AssertionError("DATA without Protocol Data");
    }

    byte[] ask(byte[] sccp) throws IOException {
        send(sccp);
        return receive();
    }

    /** Waits for a message of this kind; notifications and what else an STP tells about itself are passed over. */
    private byte[] expect(int messageClass, int type) {
        try {
            byte[] message;
            do {
                message = received.poll(LIMIT_S, TimeUnit.SECONDS);
                assertThat(message)
                        .as("M3UA message of class %d, type %d", messageClass, type)
                        .isNotNull();
            } while (message[2] != messageClass || message[3] != type);
            return message;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void read() {
        try {
            for (byte[] message = link.receive(); message != null; message = link.receive()) {
                received.add(message);
            }
        } catch (IOException e) {
            // Closed, by this side or the other: whoever waits for a message says which one is missing.
        }
    }

    private byte[] routingContext() {
        return parameter(
                TAG_ROUTING_CONTEXT,
                ByteBuffer.allocate(4).putInt(routingContext).array());
    }

    private static byte[] message(int messageClass, int type, byte[] parameters) {
        return ByteBuffer.allocate(8 + parameters.length)
                .put(new byte[] {1, 0, (byte) messageClass, (byte) type})
                .putInt(8 + parameters.length)
                .put(parameters)
                .array();
    }

    private static byte[] parameter(int tag, byte[] value) {
        int length = PARAMETER_HEADER + value.length;
        return ByteBuffer.allocate(length + 3 & ~3)
                .putShort((short) tag)
                .putShort((short) length)
                .put(value)
                .array();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    @Override
    public void close() throws IOException {
        link.close();
    }

    private record TcpLink(Socket socket) implements Link {
        @Override
        public void send(byte[] message) throws IOException {
            socket.getOutputStream().write(message);
        }

        @Override
        public byte[] receive() throws IOException {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] header = in.readNBytes(8);
            if (header.length < 8) {
                return null;
            }
            return joined(header, in.readNBytes(ByteBuffer.wrap(header).getInt(4) - 8));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private record SctpLink(SctpChannel channel) implements Link {
        @Override
        public void send(byte[] message) throws IOException {
            // Stream 0 is for the management of ASPs, and for nothing else (RFC 4666 clause 1.4.7).
            int stream = message[2] == TRANSFER ? 1 : 0;
            MessageInfo info = MessageInfo.createOutgoing(null, stream).payloadProtocolID(PAYLOAD_PROTOCOL_M3UA);
            channel.send(ByteBuffer.wrap(message), info);
        }

        @Override
        public byte[] receive() throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate(65_536);
            try {
                MessageInfo info = channel.receive(buffer, null, null);
                if (info == null || info.bytes() < 0) {
                    return null;
                }
            } catch (ClosedChannelException e) {
                return null;
            }
            byte[] message = new byte[buffer.flip().remaining()];
            buffer.get(message);
            return message;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
