package org.eir.s13.check;

import java.nio.charset.StandardCharsets;
import org.eir.s13.check.RequestAvps.Field;
import org.eir.s13.codec.Avp;
import org.eir.s13.codec.Header;
import org.eir.s13.codec.MessageWriter;

/** Examples of what a request lacks, for the Failed-AVP of a 5005 answer (RFC 6733 clause 7.5). */
final class ExampleAvp {
    private static final String ZEROS = "0".repeat(14);

    private ExampleAvp() {}

    static byte[] imei() {
        return octets(avp().avp3gpp(Avp.IMEI, ZEROS));
    }

    static byte[] of(Field field) {
        return switch (field) {
            case SESSION_ID -> octets(avp().avp(Avp.SESSION_ID, "0"));
            case AUTH_SESSION_STATE -> octets(avp().avp(Avp.AUTH_SESSION_STATE, 0));
            case ORIGIN_HOST -> octets(avp().avp(Avp.ORIGIN_HOST, "0"));
            case ORIGIN_REALM -> octets(avp().avp(Avp.ORIGIN_REALM, "0"));
            case DESTINATION_HOST -> octets(avp().avp(Avp.DESTINATION_HOST, "0"));
            case DESTINATION_REALM -> octets(avp().avp(Avp.DESTINATION_REALM, "0"));
            case USER_NAME -> octets(avp().avp(Avp.USER_NAME, ZEROS));
            case TERMINAL_INFORMATION -> terminalInformation();
        };
    }

    private static byte[] terminalInformation() {
        MessageWriter writer = avp();
        int group = writer.begin3gpp(Avp.TERMINAL_INFORMATION);
        writer.avp(Avp.IMEI, 0xc0, Avp.VENDOR_3GPP, ZEROS.getBytes(StandardCharsets.US_ASCII));
        return octets(writer.end(group));
    }

    private static MessageWriter avp() {
        return new MessageWriter(0, 0, 0, 0, 0);
    }

    private static byte[] octets(MessageWriter writer) {
        byte[] message = writer.octets();
        byte[] avp = new byte[message.length - Header.LENGTH];
        System.arraycopy(message, Header.LENGTH, avp, 0, avp.length);
        return avp;
    }
}
