package org.eir.map.client;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import org.eir.map.m3ua.Header;

/** M3UA on TCP: cut by the length in the header. */
final class TcpCarrier implements Carrier {
    private final Socket socket;
    private final DataInputStream in;

    private TcpCarrier(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    /** Connects from an address of this machine, whichever port; the wildcard address leaves it to the system. */
    static TcpCarrier connect(InetAddress local, InetSocketAddress remote, int timeoutMs) throws IOException {
        Socket socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(local, 0));
            socket.connect(remote, timeoutMs);
            socket.setTcpNoDelay(true);
            return new TcpCarrier(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public void send(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
    }

    @Override
    public byte[] receive(int timeoutMs) throws IOException {
        socket.setSoTimeout(Math.max(1, timeoutMs));
        byte[] header = new byte[Header.LENGTH];
        try {
            in.readFully(header);
            int length = Header.messageLength(header, 0);
            if (length < Header.LENGTH || length > MAX_MESSAGE_BYTES) {
                throw new IOException("what came is no M3UA: a message of " + length + " octets");
            }
            byte[] message = Arrays.copyOf(header, length);
            in.readFully(message, Header.LENGTH, length - Header.LENGTH);
            return message;
        } catch (EOFException e) {
            throw new IOException("the register closed the connection", e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
