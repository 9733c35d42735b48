package org.eir.s13;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.eir.s13.client.CheckAnswer;
import org.eir.s13.codec.Avp;
import org.eir.s13.codec.FrameReader;
import org.eir.s13.codec.Header;
import org.eir.s13.codec.MessageWriter;

/** A peer that waits to be connected to. Blocking, for one thread. */
final class FakeDra implements AutoCloseable {
    static final String NAME = "dra.example.org";

    private final ServerSocket listening;
    private Socket socket = new Socket();
    private FrameReader frames = new FrameReader(InputStream.nullInputStream(), 0);

    FakeDra(int port) throws IOException {
        listening = new ServerSocket(port, 10, InetAddress.getLoopbackAddress());
        listening.setSoTimeout(30_000);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Waits for a connection and its CER, and answers it with this result. */
    byte[] accept(int resultCode) throws IOException {
        socket = listening.accept();
        socket.setSoTimeout(30_000);
        frames = new FrameReader(socket.getInputStream(), 65_536);
        byte[] request = receive();
        MessageWriter answer = MessageWriter.answerTo(request, false)
                .avp(Avp.RESULT_CODE, resultCode)
                .avp(Avp.ORIGIN_HOST, NAME)
                .avp(Avp.ORIGIN_REALM, "example.org")
                .avp(Avp.HOST_IP_ADDRESS, new byte[] {0, 1, 127, 0, 0, 1})
                .avp(Avp.VENDOR_ID, 0)
                .avp(Avp.PRODUCT_NAME, "dra");
        // A relay announces that it passes on everything (RFC 6733 clause 2.4).
        send(answer.avp(Avp.AUTH_APPLICATION_ID, -1).octets());
        return request;
    }

    byte[] receive() throws IOException {
        if (frames.next() != FrameReader.Next.MESSAGE) {
            throw new IOException("closed");
        }
        return frames.message();
    }

    void send(byte[] message) throws IOException {
        socket.getOutputStream().write(message);
    }

    CheckAnswer ask(byte[] request) throws IOException {
        send(request);
        byte[] message = receive();
        return CheckAnswer.of(message);
    }

    /** Takes leave for good (DO_NOT_WANT_TO_TALK_TO_YOU) and waits for the answer. */
    CheckAnswer disconnect() throws IOException {
        return ask(new MessageWriter(Header.REQUEST, Header.DISCONNECT_PEER, 0, 77, 78)
                .avp(Avp.ORIGIN_HOST, NAME)
                .avp(Avp.ORIGIN_REALM, "example.org")
                .avp(Avp.DISCONNECT_CAUSE, 2)
                .octets());
    }

    void drop() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        listening.close();
    }
}
