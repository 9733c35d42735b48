package org.eir.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.eir.map.m3ua.ErrorCode;
import org.eir.map.m3ua.Header;
import org.eir.map.m3ua.MessageType;
import org.eir.map.m3ua.MessageWriter;
import org.eir.map.m3ua.Parameter;
import org.eir.map.m3ua.ParameterCursor;
import org.eir.map.m3ua.PayloadData;
import org.eir.map.sccp.Msu;

/** One end of an M3UA connection over TCP, message by message: an MSC, or a signalling gateway. */
final class RawPeer implements AutoCloseable {
    static final int OVERRIDE = 1;
    static final int LOADSHARE = 2;

    private static final int TIMEOUT_MS = 10_000;

    private final Socket socket;
    private final DataInputStream in;

    RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    static RawPeer connect(int port) throws IOException {
        return new RawPeer(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** From another address of this machine. */
    static RawPeer connect(String from, int port) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return new RawPeer(socket);
    }

    /** A connection that has exchanged ASP Up and ASP Active. */
    static RawPeer active(int port) throws IOException {
        RawPeer peer = connect(port);
        peer.send(of(MessageType.ASPUP));
        peer.expect(MessageType.ASPUP_ACK);
        peer.send(of(MessageType.ASPAC));
        peer.expect(MessageType.ASPAC_ACK);
        return peer;
    }

    static byte[] of(MessageType type) {
        return new MessageWriter(type).octets();
    }

    static byte[] of(MessageType type, int routingContext) {
        return new MessageWriter(type)
                .parameter(Parameter.ROUTING_CONTEXT, routingContext)
                .octets();
    }

    static byte[] notify(int type, int information) {
        return new MessageWriter(MessageType.NTFY)
                .parameter(Parameter.STATUS, type << 16 | information)
                .octets();
    }

    static byte[] data(String text) {
        return data(text, PayloadData.NO_ROUTING_CONTEXT);
    }

    static byte[] data(String text, long routingContext) {
        return PayloadData.write(
                new Msu(11, 22, Msu.SCCP, 2, 0, 5, text.getBytes(StandardCharsets.UTF_8)), routingContext);
    }

    int localPort() {
        return socket.getLocalPort();
    }

    void send(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
    }

    byte[] receive() throws IOException {
        byte[] header = in.readNBytes(Header.LENGTH);
        assertThat(header).as("a message, not the end").hasSize(Header.LENGTH);
        byte[] message = Arrays.copyOf(header, ByteBuffer.wrap(header).getInt(4));
        in.readFully(message, Header.LENGTH, message.length - Header.LENGTH);
        return message;
    }

    /** The next message but for BEATs, which has to be of this type. */
    byte[] expect(MessageType type) throws IOException {
        byte[] message = receive();
        while (MessageType.of(message) == MessageType.BEAT) {
            message = receive();
        }
        assertThat(MessageType.of(message)).isEqualTo(type);
        return message;
    }

    void expectError(ErrorCode code) throws IOException {
        assertThat(value(expect(MessageType.ERR), Parameter.ERROR_CODE)).isEqualTo(code.code());
    }

    PayloadData.Carried expectData() throws IOException {
        return (PayloadData.Carried) PayloadData.read(expect(MessageType.DATA));
    }

    /** Asks and expects the answer of {@link Echo}. */
    void expectEcho(String text) throws IOException {
        send(data(text));
        assertThat(text(expectData())).isEqualTo(text);
    }

    static String text(PayloadData.Carried data) {
        return new String(data.msu().userData(), StandardCharsets.UTF_8);
    }

    /** A number in a message. */
    static Integer value(byte[] message, int tag) {
        ParameterCursor parameters = new ParameterCursor(message);
        while (parameters.next()) {
            if (parameters.tag() == tag) {
                return parameters.int32();
            }
        }
        return null;
    }

    /** The other side ended the connection, whatever it sent before. */
    void expectEnd() throws IOException {
        try {
            while (in.read() >= 0) {
                // Drained.
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            // A reset is an end as well.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
