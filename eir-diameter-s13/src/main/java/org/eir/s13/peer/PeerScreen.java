package org.eir.s13.peer;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.eir.s13.S13Config;
import org.eir.s13.check.S13Counters.Refusal;
import org.eir.s13.codec.Avp;
import org.eir.s13.codec.AvpCursor;
import org.eir.s13.codec.MessageWriter;
import org.eir.s13.codec.ResultCode;
import org.jspecify.annotations.Nullable;

/** Decides from its Capabilities-Exchange-Request whether a peer may connect (RFC 6733 clause 5.3), before the stack sees it. */
final class PeerScreen {
    private static final Pattern IDENTITY = Pattern.compile("[A-Za-z0-9._-]{1,255}");

    /** What becomes of a connection. */
    sealed interface Admission {
        /** It may go on; the stack compares applications. */
        record Admitted(String identity, String realm) implements Admission {}

        /**
         * It may not.
         *
         * @param answer the CEA that says so
         * @param sentence why, for the log
         */
        record Refused(Refusal reason, byte[] answer, String sentence) implements Admission {}
    }

    private final S13Config config;
    private final Set<String> known = new HashSet<>();
    private final Set<String> connectedTo = new HashSet<>();

    PeerScreen(S13Config config) {
        this.config = config;
        config.knownPeers().forEach(peer -> known.add(Peers.key(peer)));
        config.connectTo().forEach(remote -> connectedTo.add(Peers.key(remote.name())));
    }

    Admission admit(byte[] request, InetAddress remote, InetAddress local) {
        String identity = "";
        String realm = "";
        AvpCursor avps = AvpCursor.ofMessage(request);
        while (avps.next()) {
            if (avps.is(Avp.ORIGIN_HOST, Avp.NO_VENDOR)) {
                identity = avps.text();
            } else if (avps.is(Avp.ORIGIN_REALM, Avp.NO_VENDOR)) {
                realm = avps.text();
            }
        }
        Refusal reason = reason(identity, realm, remote);
        if (reason == null) {
            return new Admission.Admitted(identity, realm);
        }
        ResultCode code = code(reason);
        String sentence = sentence(reason);
        return new Admission.Refused(reason, answer(request, local, code, sentence), sentence);
    }

    private @Nullable Refusal reason(String identity, String realm, InetAddress remote) {
        if (!IDENTITY.matcher(identity).matches() || !IDENTITY.matcher(realm).matches()) {
            return Refusal.NO_CAPABILITIES;
        }
        String key = Peers.key(identity);
        if (connectedTo.contains(key)) {
            return Refusal.ELECTION_LOST;
        }
        boolean welcome = config.acceptAnyPeer() || known.contains(key) || known.contains(remote.getHostAddress());
        return welcome ? null : Refusal.UNKNOWN_PEER;
    }

    private static ResultCode code(Refusal reason) {
        return switch (reason) {
            case UNKNOWN_PEER, LIMIT -> ResultCode.UNKNOWN_PEER;
            case ELECTION_LOST -> ResultCode.ELECTION_LOST;
            case NO_CAPABILITIES -> ResultCode.MISSING_AVP;
        };
    }

    private static String sentence(Refusal reason) {
        return switch (reason) {
            case UNKNOWN_PEER, LIMIT -> "this Origin-Host is not among the known peers";
            case ELECTION_LOST -> "this node connects to you";
            case NO_CAPABILITIES -> "Origin-Host and Origin-Realm must be host names";
        };
    }

    private byte[] answer(byte[] request, InetAddress local, ResultCode code, String sentence) {
        return MessageWriter.answerTo(request, code.isProtocolError())
                .avp(Avp.RESULT_CODE, code.code())
                .avp(Avp.ORIGIN_HOST, config.originHost())
                .avp(Avp.ORIGIN_REALM, config.originRealm())
                .avp(Avp.HOST_IP_ADDRESS, address(local))
                .avp(Avp.VENDOR_ID, Avp.VENDOR_3GPP)
                .avp(Avp.PRODUCT_NAME, 0, Avp.NO_VENDOR, octets(S13Config.PRODUCT_NAME))
                .avp(Avp.ERROR_MESSAGE, 0, Avp.NO_VENDOR, octets(sentence))
                .octets();
    }

    /** Address (RFC 6733 clause 4.3.1): family 1 is IPv4, 2 is IPv6. */
    private static byte[] address(InetAddress local) {
        byte[] octets = local.getAddress();
        return ByteBuffer.allocate(2 + octets.length)
                .putShort((short) (octets.length == 4 ? 1 : 2))
                .put(octets)
                .array();
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
