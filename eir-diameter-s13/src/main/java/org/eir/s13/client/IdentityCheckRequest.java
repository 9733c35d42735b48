package org.eir.s13.client;

import org.eir.s13.codec.Avp;
import org.eir.s13.codec.Header;
import org.eir.s13.codec.MessageWriter;
import org.jspecify.annotations.Nullable;

/**
 * A well-formed ME-Identity-Check-Request (TS 29.272 clause 7.2.19).
 *
 * @param originHost who asks
 * @param originRealm its realm
 * @param destinationHost the register; null for any of the realm
 * @param destinationRealm the register's realm
 * @param imei 14 or 15 digits, or whatever is to be sent as such
 * @param softwareVersion two digits; null to leave it out
 * @param imsi User-Name; null to leave it out
 */
public record IdentityCheckRequest(
        String originHost,
        String originRealm,
        @Nullable String destinationHost,
        String destinationRealm,
        String imei,
        @Nullable String softwareVersion,
        @Nullable String imsi) {

    /** The request as octets. */
    public byte[] octets(int hopByHop, int endToEnd) {
        MessageWriter message = new MessageWriter(
                        Header.REQUEST | Header.PROXIABLE,
                        Header.ME_IDENTITY_CHECK,
                        Header.S13_APPLICATION,
                        hopByHop,
                        endToEnd)
                .avp(Avp.SESSION_ID, originHost + ";" + Integer.toUnsignedString(endToEnd) + ";s13");
        int application = message.begin(Avp.VENDOR_SPECIFIC_APPLICATION_ID);
        message.avp(Avp.VENDOR_ID, Avp.VENDOR_3GPP)
                .avp(Avp.AUTH_APPLICATION_ID, Header.S13_APPLICATION)
                .end(application);
        message.avp(Avp.AUTH_SESSION_STATE, Avp.NO_STATE_MAINTAINED)
                .avp(Avp.ORIGIN_HOST, originHost)
                .avp(Avp.ORIGIN_REALM, originRealm);
        if (destinationHost != null) {
            message.avp(Avp.DESTINATION_HOST, destinationHost);
        }
        message.avp(Avp.DESTINATION_REALM, destinationRealm);
        int terminal = message.begin3gpp(Avp.TERMINAL_INFORMATION);
        message.avp3gpp(Avp.IMEI, imei);
        if (softwareVersion != null) {
            message.avp3gpp(Avp.SOFTWARE_VERSION, softwareVersion);
        }
        message.end(terminal);
        if (imsi != null) {
            message.avp(Avp.USER_NAME, imsi);
        }
        return message.octets();
    }
}
