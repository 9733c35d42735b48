package org.eir.s13.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eir.s13.S13Config.Remote;
import org.eir.s13.check.S13Counters.Refusal;
import org.eir.s13.codec.Avp;
import org.eir.s13.codec.AvpCursor;
import org.eir.s13.codec.FrameReader;
import org.eir.s13.codec.FrameReader.Next;
import org.eir.s13.codec.Header;
import org.eir.s13.codec.Octets;
import org.eir.s13.codec.ResultCode;
import org.eir.s13.peer.PeerScreen.Admission;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP connection with a peer. Its thread reads a message, answers it if it is a request, hands it to the stack if it
 * keeps the connection, and sends what it has answered when no further message waits.
 *
 * <pre>
 *  accepted: EXPECTING -- CER admitted --> to the stack -- its CEA says 2001 --> OPEN --> CLOSED
 *  connected: EXPECTING -- the stack's CER, the peer's CEA says 2001 ----------> OPEN --> CLOSED
 * </pre>
 *
 * <p>Nothing is read between a CER and the stack's CEA, so a request right behind the CER waits in the socket and is
 * answered after the CEA.
 */
public final class PeerSocket {
    private static final Logger LOG = LoggerFactory.getLogger(PeerSocket.class);
    private static final int CAPABILITIES_TIMEOUT_MS = 10_000;
    private static final int SUCCESS = ResultCode.SUCCESS.code();

    /** The stack, seen from here. */
    public interface StackSide {
        /** Takes a peer message; false if it cannot make sense of it. */
        boolean take(byte[] message);

        /** The connection ended, and not because the stack ended it. */
        void lost();
    }

    private enum Phase {
        EXPECTING,
        OPEN,
        CLOSED
    }

    private final Socket socket;
    private final Connections connections;
    private final StackSide stack;
    /** Where this node connected to; null if the peer did. */
    private final @Nullable Remote remote;

    private final FrameReader frames;
    private final Outbox outbox;
    private final CountDownLatch capabilitiesAnswered = new CountDownLatch(1);
    private volatile Phase phase = Phase.EXPECTING;
    private volatile boolean endedByStack;
    private String identity = "unnamed peer";
    private String realm = "";
    private Peers.@Nullable Peer peer;

    PeerSocket(Socket socket, Connections connections, StackSide stack, @Nullable Remote remote) throws IOException {
        this.socket = socket;
        this.connections = connections;
        this.stack = stack;
        this.remote = remote;
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        socket.setSoTimeout(CAPABILITIES_TIMEOUT_MS);
        this.outbox = new Outbox(socket.getOutputStream());
        this.frames =
                new FrameReader(socket.getInputStream(), connections.config().maxMessageBytes());
    }

    /** Begins to read. */
    public void start() {
        Thread.ofPlatform().daemon().name("s13-" + address()).start(this::run);
    }

    /** Whether capabilities are exchanged. */
    public boolean isOpen() {
        return phase == Phase.OPEN;
    }

    public boolean isClosed() {
        return phase == Phase.CLOSED;
    }

    public InetAddress remoteAddress() {
        return socket.getInetAddress();
    }

    public int remotePort() {
        return socket.getPort();
    }

    String address() {
        return remoteAddress().getHostAddress() + ":" + remotePort();
    }

    /** The Origin-Host it gave; before that, words that are none. */
    String identity() {
        return identity;
    }

    private void run() {
        try {
            Next next = frames.next();
            while (phase != Phase.CLOSED && next == Next.MESSAGE) {
                handle(frames.message());
                if (!frames.hasMore()) {
                    outbox.flush();
                }
                next = phase == Phase.CLOSED ? Next.END : frames.next();
            }
            refuseStream(next);
        } catch (IOException e) {
            LOG.debug("S13 connection with {} ended: {}", address(), e.toString());
        } catch (RuntimeException e) {
            LOG.error("S13 connection with {} is closed: it could not be served", address(), e);
        } finally {
            end();
        }
    }

    private void handle(byte[] message) throws IOException {
        if (Header.isPeerMessage(message)) {
            outbox.flush();
            peerMessage(message);
        } else if (phase != Phase.OPEN || peer == null) {
            refuse(Refusal.NO_CAPABILITIES, "it sent something before its capabilities");
        } else if (Header.isRequest(message)) {
            peer.asked();
            outbox.append(connections.handler().answer(message, identity));
        } else {
            connections.counters().droppedMessage();
        }
    }

    private void peerMessage(byte[] message) throws IOException {
        boolean request = Header.isRequest(message);
        boolean capabilities = Header.command(message) == Header.CAPABILITIES_EXCHANGE;
        if (!isWellFormed(message)) {
            unreadable(message);
        } else if (phase == Phase.EXPECTING && capabilities && request && remote == null) {
            capabilities(message);
        } else if (phase == Phase.EXPECTING && capabilities && !request && remote != null) {
            capabilitiesAnswer(message, remote);
        } else if (phase == Phase.OPEN) {
            if (!stack.take(message)) {
                unreadable(message);
            }
        } else {
            refuse(Refusal.NO_CAPABILITIES, "it sent something before its capabilities");
        }
    }

    private static boolean isWellFormed(byte[] message) {
        AvpCursor avps = AvpCursor.ofMessage(message);
        while (avps.next()) {
            // Only its lengths matter.
        }
        return avps.defect() != AvpCursor.Defect.LENGTH;
    }

    private void unreadable(byte[] message) throws IOException {
        if (Header.isRequest(message)) {
            outbox.append(connections.handler().reject(message, ResultCode.INVALID_AVP_LENGTH));
            outbox.flush();
        } else {
            connections.counters().droppedMessage();
        }
        if (phase != Phase.OPEN) {
            refuse(Refusal.NO_CAPABILITIES, "its capabilities cannot be read");
        }
    }

    private void capabilities(byte[] request) throws IOException {
        switch (connections.screen().admit(request, remoteAddress(), socket.getLocalAddress())) {
            case Admission.Refused refused -> {
                outbox.append(refused.answer());
                outbox.flush();
                refuse(refused.reason(), refused.sentence());
            }
            case Admission.Admitted admitted -> {
                identity = admitted.identity();
                realm = admitted.realm();
                connections.takePlace(this);
                if (!stack.take(request) || !awaitAnswer()) {
                    refuse(Refusal.NO_CAPABILITIES, "its capabilities were not accepted");
                }
            }
        }
    }

    private boolean awaitAnswer() {
        try {
            return capabilitiesAnswered.await(CAPABILITIES_TIMEOUT_MS, TimeUnit.MILLISECONDS) && phase == Phase.OPEN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void capabilitiesAnswer(byte[] answer, Remote target) throws IOException {
        int resultCode = resultCode(answer);
        if (resultCode == SUCCESS) {
            identity = target.name();
            open(connections.peers().reached(target));
        } else {
            LOG.warn("S13 peer {} ({}) refuses this node with result {}", target.name(), address(), resultCode);
        }
        stack.take(answer);
    }

    private void open(Peers.Peer opened) throws IOException {
        socket.setSoTimeout(0);
        peer = opened;
        phase = Phase.OPEN;
        LOG.info("S13 peer {} ({}) is connected", opened.identity(), address());
    }

    /**
     * Sends a message of the stack. Its CEA opens the connection or ends it.
     *
     * @throws IOException if the peer has not read anything for a while, or is gone
     */
    public void send(byte[] message) throws IOException {
        boolean capabilitiesAnswer =
                Header.command(message) == Header.CAPABILITIES_EXCHANGE && !Header.isRequest(message);
        boolean opens = capabilitiesAnswer && phase == Phase.EXPECTING && resultCode(message) == SUCCESS;
        if (opens) {
            open(connections.peers().accepted(identity, realm, address()));
        }
        try {
            outbox.write(message);
        } finally {
            if (capabilitiesAnswer) {
                capabilitiesAnswered.countDown();
            }
        }
    }

    private static int resultCode(byte[] answer) {
        AvpCursor avps = AvpCursor.ofMessage(answer);
        while (avps.next()) {
            if (avps.is(Avp.RESULT_CODE, Avp.NO_VENDOR) && avps.dataEnd() - avps.dataStart() == Integer.BYTES) {
                return Octets.int32(answer, avps.dataStart());
            }
        }
        return 0;
    }

    /** The header that ended the stream still gets its answer. */
    private void refuseStream(Next next) throws IOException {
        if (next != Next.BAD_LENGTH && next != Next.BAD_VERSION) {
            return;
        }
        byte[] header = frames.message();
        if (phase == Phase.OPEN && Header.isRequest(header)) {
            outbox.append(connections
                    .handler()
                    .reject(
                            header,
                            next == Next.BAD_LENGTH
                                    ? ResultCode.INVALID_MESSAGE_LENGTH
                                    : ResultCode.UNSUPPORTED_VERSION));
        }
        outbox.flush();
        LOG.warn("S13 connection with {} is closed: what it sends is not Diameter ({})", address(), next);
    }

    private void refuse(Refusal reason, String sentence) {
        if (phase != Phase.CLOSED) {
            connections.counters().refusedConnection(reason);
            LOG.warn("S13 connection with {} ({}) is refused: {}", identity, address(), sentence);
            close();
        }
    }

    /** The stack ends the connection; it will not be told. */
    public void endByStack() {
        endedByStack = true;
        close();
    }

    /** Ends the connection. */
    void close() {
        phase = Phase.CLOSED;
        capabilitiesAnswered.countDown();
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("closing {}: {}", address(), e.toString());
        }
    }

    private void end() {
        boolean wasOpen = peer != null;
        close();
        if (outbox.waiting() > 0) {
            connections.counters().unsentAnswers(outbox.waiting());
        }
        if (peer != null && remote == null) {
            connections.peers().left(peer);
        } else if (peer != null) {
            connections.peers().lost(peer);
        }
        connections.leave(this);
        if (!endedByStack) {
            stack.lost();
        }
        if (wasOpen) {
            LOG.info("S13 peer {} ({}) is gone", identity, address());
        }
    }
}
