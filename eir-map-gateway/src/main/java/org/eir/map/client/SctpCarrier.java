package org.eir.map.client;

import com.sun.nio.sctp.MessageInfo;
import com.sun.nio.sctp.SctpChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.eir.map.m3ua.Header;

/** M3UA on SCTP (RFC 4666 clause 1.4.7): DATA on stream 1, all else on stream 0. */
final class SctpCarrier implements Carrier {
    /** M3UA's (RFC 4666 clause 7.1). */
    private static final int PAYLOAD_PROTOCOL_ID = 3;

    private static final int STREAMS = 2;

    private final SctpChannel channel;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_MESSAGE_BYTES);

    private SctpCarrier(SctpChannel channel, Selector selector) {
        this.channel = channel;
        this.selector = selector;
    }

    static SctpCarrier connect(InetSocketAddress remote, int timeoutMs) throws IOException {
        SctpCarrier carrier = new SctpCarrier(SctpChannel.open(), Selector.open());
        try {
            carrier.open(remote, timeoutMs);
            return carrier;
        } catch (IOException e) {
            carrier.close();
            throw e;
        }
    }

    private void open(InetSocketAddress remote, int timeoutMs) throws IOException {
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_CONNECT);
        channel.connect(remote, STREAMS, STREAMS);
        if (selector.select(Math.max(1, timeoutMs)) == 0) {
            throw new SocketTimeoutException("no connection in time");
        }
        channel.finishConnect();
        channel.register(selector, SelectionKey.OP_READ);
    }

    @Override
    public void send(byte[] octets) throws IOException {
        int stream = octets.length >= Header.LENGTH && Header.isData(octets) ? 1 : 0;
        MessageInfo info = MessageInfo.createOutgoing(null, stream).payloadProtocolID(PAYLOAD_PROTOCOL_ID);
        if (channel.send(ByteBuffer.wrap(octets), info) == 0) {
            throw new IOException("the association takes no more: the register does not read");
        }
    }

    @Override
    public byte[] receive(int timeoutMs) throws IOException {
        long endNs = System.nanoTime() + timeoutMs * 1_000_000L;
        buffer.clear();
        while (true) {
            MessageInfo info = channel.receive(buffer, null, null);
            if (info == null) {
                await(endNs);
            } else if (info.bytes() < 0) {
                throw new IOException("the register closed the connection");
            } else if (!buffer.hasRemaining()) {
                throw new IOException("what came is no M3UA: a message of " + MAX_MESSAGE_BYTES + " octets or more");
            } else if (info.isComplete()) {
                buffer.flip();
                byte[] message = new byte[buffer.remaining()];
                buffer.get(message);
                return message;
            }
        }
    }

    private void await(long endNs) throws IOException {
        long leftMs = (endNs - System.nanoTime()) / 1_000_000L;
        selector.selectedKeys().clear();
        if (leftMs <= 0 || selector.select(leftMs) == 0) {
            throw new SocketTimeoutException("nothing came in time");
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
