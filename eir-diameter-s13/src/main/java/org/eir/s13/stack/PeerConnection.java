package org.eir.s13.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eir.s13.S13Config.Remote;
import org.eir.s13.peer.PeerSocket;
import org.jdiameter.api.AvpDataException;
import org.jdiameter.api.Configuration;
import org.jdiameter.client.api.IMessage;
import org.jdiameter.client.api.io.IConnection;
import org.jdiameter.client.api.io.IConnectionListener;
import org.jdiameter.client.api.io.TransportError;
import org.jdiameter.client.api.io.TransportException;
import org.jdiameter.client.api.parser.IMessageParser;
import org.jdiameter.client.api.parser.ParseException;
import org.jdiameter.common.api.concurrent.IConcurrentFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stack's view of a connection: peer messages as objects, and the events opened and closed. An accepted one lives as
 * long as its socket; one to a peer we connect to is given a new socket at each attempt. Made by the stack.
 */
public final class PeerConnection implements IConnection, PeerSocket.StackSide {
    private static final Logger LOG = LoggerFactory.getLogger(PeerConnection.class);
    private static final int CONNECT_TIMEOUT_MS = 3_000;
    private static final InetAddress NOWHERE = InetAddress.getLoopbackAddress();

    private final StackConfiguration configuration;
    private final IMessageParser parser;
    private final @Nullable Remote remote;
    private final Backoff backoff = new Backoff(System.nanoTime());
    private final List<IConnectionListener> listeners = new CopyOnWriteArrayList<>();
    private final long createdTime = System.currentTimeMillis();
    private volatile @Nullable PeerSocket socket;

    /** Of an accepted socket, which follows by {@link #carriedBy}. */
    PeerConnection(StackConfiguration configuration, IMessageParser parser) {
        this.configuration = configuration;
        this.parser = parser;
        this.remote = null;
    }

    /** The signature the stack looks for. */
    public PeerConnection(
            Configuration configuration,
            IConcurrentFactory concurrentFactory,
            InetAddress remoteAddress,
            int remotePort,
            InetAddress localAddress,
            int localPort,
            IMessageParser parser,
            String peerName) {
        this.configuration = (StackConfiguration) configuration;
        this.parser = parser;
        this.remote = this.configuration.remote(peerName);
    }

    /** The other signature the stack looks for. */
    public PeerConnection(
            Configuration configuration,
            IConcurrentFactory concurrentFactory,
            InetAddress remoteAddress,
            int remotePort,
            InetAddress localAddress,
            int localPort,
            IConnectionListener listener,
            IMessageParser parser,
            String peerName) {
        this(configuration, concurrentFactory, remoteAddress, remotePort, localAddress, localPort, parser, peerName);
        listeners.add(listener);
    }

    void carriedBy(PeerSocket accepted) {
        socket = accepted;
    }

    @Override
    public void connect() throws TransportException {
        if (remote == null || !backoff.isDue(System.nanoTime())) {
            throw new TransportException("not now", TransportError.NetWorkError);
        }
        boolean silent = backoff.isSlowest();
        long nextMs = backoff.attempt(System.nanoTime());
        try {
            Socket connecting = new Socket();
            connecting.connect(new InetSocketAddress(remote.host(), remote.port()), CONNECT_TIMEOUT_MS);
            PeerSocket connected = configuration.connections().connected(connecting, this, remote);
            socket = connected;
            connected.start();
        } catch (IOException e) {
            if (!silent) {
                LOG.warn(
                        "S13 peer {} cannot be reached at {}:{} ({}); next attempt in {} s",
                        remote.name(),
                        remote.host(),
                        remote.port(),
                        e.getMessage(),
                        nextMs / 1_000);
            }
            throw new TransportException("cannot connect", TransportError.NetWorkError, e);
        }
        listeners.forEach(listener -> listener.connectionOpened(getKey()));
    }

    @Override
    public boolean take(byte[] octets) {
        IMessage message;
        try {
            message = parser.createMessage(octets);
        } catch (AvpDataException e) {
            return false;
        }
        PeerSocket carrier = socket;
        if (remote != null && carrier != null && carrier.isOpen()) {
            backoff.succeeded(System.nanoTime());
        }
        listeners.forEach(listener -> listener.messageReceived(getKey(), message));
        return true;
    }

    @Override
    public void lost() {
        listeners.forEach(listener -> listener.connectionClosed(getKey(), List.of()));
    }

    @Override
    public void sendMessage(IMessage message) throws TransportException {
        PeerSocket carrier = socket;
        if (carrier == null || carrier.isClosed()) {
            throw new TransportException("not connected", TransportError.FailedSendMessage);
        }
        try {
            ByteBuffer encoded = parser.encodeMessage(message).rewind();
            byte[] octets = new byte[encoded.remaining()];
            encoded.get(octets);
            carrier.send(octets);
        } catch (IOException | ParseException e) {
            throw new TransportException("cannot send", TransportError.FailedSendMessage, e);
        }
    }

    @Override
    public void disconnect() {
        PeerSocket carrier = socket;
        if (carrier != null) {
            carrier.endByStack();
        }
    }

    @Override
    public void release() {
        disconnect();
        remAllConnectionListener();
    }

    @Override
    public boolean isConnected() {
        PeerSocket carrier = socket;
        return carrier != null && !carrier.isClosed();
    }

    @Override
    public boolean isNetworkInitiated() {
        return remote == null;
    }

    @Override
    public long getCreatedTime() {
        return createdTime;
    }

    /** Names the connection in the stack; by number, so that no name is looked up. */
    @Override
    public String getKey() {
        return remote == null
                ? "aaa://" + getRemoteAddress().getHostAddress() + ":" + getRemotePort()
                : "aaa://" + remote.name() + ":" + remote.port();
    }

    @Override
    public InetAddress getRemoteAddress() {
        PeerSocket carrier = socket;
        return carrier == null ? NOWHERE : carrier.remoteAddress();
    }

    @Override
    public int getRemotePort() {
        PeerSocket carrier = socket;
        return carrier == null ? 0 : carrier.remotePort();
    }

    @Override
    public void addConnectionListener(IConnectionListener listener) {
        listeners.add(listener);
    }

    @Override
    public void remConnectionListener(IConnectionListener listener) {
        listeners.remove(listener);
    }

    @Override
    public void remAllConnectionListener() {
        listeners.clear();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }

    @Override
    public <T> @Nullable T unwrap(Class<T> type) {
        return null;
    }
}
