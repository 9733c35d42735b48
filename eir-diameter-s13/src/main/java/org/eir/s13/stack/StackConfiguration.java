package org.eir.s13.stack;

import static org.jdiameter.client.impl.helpers.ExtensionPoint.Internal;
import static org.jdiameter.client.impl.helpers.ExtensionPoint.InternalConnectionClass;
import static org.jdiameter.client.impl.helpers.ExtensionPoint.InternalPeerController;
import static org.jdiameter.client.impl.helpers.ExtensionPoint.InternalPeerFsmFactory;
import static org.jdiameter.client.impl.helpers.Parameters.AcctApplId;
import static org.jdiameter.client.impl.helpers.Parameters.ApplicationId;
import static org.jdiameter.client.impl.helpers.Parameters.AuthApplId;
import static org.jdiameter.client.impl.helpers.Parameters.CeaTimeOut;
import static org.jdiameter.client.impl.helpers.Parameters.DpaTimeOut;
import static org.jdiameter.client.impl.helpers.Parameters.DwaTimeOut;
import static org.jdiameter.client.impl.helpers.Parameters.Extensions;
import static org.jdiameter.client.impl.helpers.Parameters.IacTimeOut;
import static org.jdiameter.client.impl.helpers.Parameters.OwnDiameterURI;
import static org.jdiameter.client.impl.helpers.Parameters.OwnFirmwareRevision;
import static org.jdiameter.client.impl.helpers.Parameters.OwnIPAddress;
import static org.jdiameter.client.impl.helpers.Parameters.OwnProductName;
import static org.jdiameter.client.impl.helpers.Parameters.OwnRealm;
import static org.jdiameter.client.impl.helpers.Parameters.OwnVendorID;
import static org.jdiameter.client.impl.helpers.Parameters.PeerFSMThreadCount;
import static org.jdiameter.client.impl.helpers.Parameters.PeerIp;
import static org.jdiameter.client.impl.helpers.Parameters.PeerName;
import static org.jdiameter.client.impl.helpers.Parameters.QueueSize;
import static org.jdiameter.client.impl.helpers.Parameters.RecTimeOut;
import static org.jdiameter.client.impl.helpers.Parameters.SecurityRef;
import static org.jdiameter.client.impl.helpers.Parameters.VendorId;
import static org.jdiameter.server.impl.helpers.ExtensionPoint.InternalNetworkGuard;
import static org.jdiameter.server.impl.helpers.Parameters.AcceptUndefinedPeer;
import static org.jdiameter.server.impl.helpers.Parameters.OwnIPAddresses;
import static org.jdiameter.server.impl.helpers.Parameters.PeerAttemptConnection;
import static org.jdiameter.server.impl.helpers.Parameters.RequestTable;
import static org.jdiameter.server.impl.helpers.Parameters.RequestTableClearSize;
import static org.jdiameter.server.impl.helpers.Parameters.RequestTableSize;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.eir.s13.S13Config;
import org.eir.s13.S13Config.Remote;
import org.eir.s13.codec.Avp;
import org.eir.s13.codec.Header;
import org.eir.s13.peer.Connections;
import org.jdiameter.api.Configuration;
import org.jdiameter.client.impl.helpers.AppConfiguration;
import org.jdiameter.server.impl.helpers.EmptyConfiguration;

/** Our settings in the stack's words, and what our parts in the stack need. */
final class StackConfiguration extends EmptyConfiguration {
    /** How often the stack asks to try again; {@link Backoff} decides whether it is time. */
    private static final long RECONNECT_TICK_MS = 1_000;

    private static final long CAPABILITIES_TIMEOUT_MS = 10_000;
    private static final long DISCONNECT_TIMEOUT_MS = 2_000;
    /** Peer messages waiting for one peer's state machine; requests do not pass it. */
    private static final int QUEUE_SIZE = 64;

    private final transient Connections connections;
    private final transient ServerSocket listening;

    StackConfiguration(Connections connections, ServerSocket listening) {
        super(true);
        this.connections = connections;
        this.listening = listening;
        S13Config config = connections.config();
        addParts();
        addIdentity(config);
        addTimers(config.watchdogTimeoutMs());
        add(AcceptUndefinedPeer, true);
        add(QueueSize, QUEUE_SIZE);
        add(PeerFSMThreadCount, 1);
        add(ApplicationId, application(Avp.VENDOR_3GPP), application(Avp.NO_VENDOR));
        add(RequestTable, leaf().add(RequestTableSize, 0).add(RequestTableClearSize, 0));
        add(
                org.jdiameter.client.impl.helpers.Parameters.PeerTable,
                config.connectTo().stream().map(StackConfiguration::peer).toArray(Configuration[]::new));
    }

    Connections connections() {
        return connections;
    }

    /** Bound already: a port that is taken is an error of the start, not a line in a log. */
    ServerSocket listening() {
        return listening;
    }

    Remote remote(String name) {
        return connections.config().connectTo().stream()
                .filter(remote -> remote.name().equals(name))
                .findAny()
                .orElseThrow();
    }

    private void addParts() {
        AppConfiguration parts = (AppConfiguration) getChildren(Extensions.ordinal())[Internal.id()];
        parts.add(InternalNetworkGuard, ListeningPoint.class.getName());
        parts.add(InternalConnectionClass, PeerConnection.class.getName());
        parts.add(InternalPeerController, PeerTable.class.getName());
        parts.add(InternalPeerFsmFactory, PeerStateMachine.Factory.class.getName());
    }

    private void addIdentity(S13Config config) {
        add(OwnDiameterURI, "aaa://" + config.originHost() + ":" + listening.getLocalPort());
        add(OwnIPAddresses, addresses());
        add(OwnRealm, config.originRealm());
        add(OwnVendorID, (long) Avp.VENDOR_3GPP);
        add(OwnProductName, S13Config.PRODUCT_NAME);
        add(OwnFirmwareRevision, 1L);
    }

    private void addTimers(long watchdogTimeoutMs) {
        add(IacTimeOut, watchdogTimeoutMs);
        add(DwaTimeOut, watchdogTimeoutMs);
        add(CeaTimeOut, CAPABILITIES_TIMEOUT_MS);
        add(DpaTimeOut, DISCONNECT_TIMEOUT_MS);
        add(RecTimeOut, RECONNECT_TICK_MS);
    }

    /** Both with and without Vendor-Specific-Application-Id: peers announce the application either way. */
    private static Configuration application(long vendor) {
        return leaf().add(VendorId, vendor)
                .add(AuthApplId, (long) Header.S13_APPLICATION)
                .add(AcctApplId, 0L);
    }

    /**
     * The address given to the stack is never used: it would resolve a name once and for ever. {@link PeerConnection}
     * finds host and port again by the peer's name at each attempt.
     */
    private static Configuration peer(Remote remote) {
        return leaf().add(PeerName, "aaa://" + remote.name() + ":" + remote.port())
                .add(PeerIp, "127.0.0.1")
                .add(PeerAttemptConnection, true)
                .add(SecurityRef, remote.name());
    }

    /** Host-IP-Address of capabilities exchange: where we listen; if that is everywhere, every address there is. */
    private Configuration[] addresses() {
        List<Configuration> addresses = new ArrayList<>();
        if (listening.getInetAddress().isAnyLocalAddress()) {
            for (InetAddress address : ownAddresses()) {
                addresses.add(leaf().add(OwnIPAddress, address.getHostAddress()));
            }
        }
        if (addresses.isEmpty()) {
            addresses.add(leaf().add(OwnIPAddress, listening.getInetAddress().getHostAddress()));
        }
        return addresses.toArray(Configuration[]::new);
    }

    private static List<InetAddress> ownAddresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .toList();
        } catch (SocketException e) {
            return List.of();
        }
    }

    private static AppConfiguration leaf() {
        return getInstance();
    }
}
