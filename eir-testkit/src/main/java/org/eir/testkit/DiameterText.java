package org.eir.testkit;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.eir.s13.codec.Avp;
import org.eir.s13.codec.AvpCursor;
import org.eir.s13.codec.Header;
import org.eir.s13.codec.Octets;

/** A Diameter message as text, for somebody who has to find out why a test failed. */
final class DiameterText {
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(Avp.USER_NAME, "User-Name"),
            Map.entry(Avp.HOST_IP_ADDRESS, "Host-IP-Address"),
            Map.entry(Avp.AUTH_APPLICATION_ID, "Auth-Application-Id"),
            Map.entry(Avp.VENDOR_SPECIFIC_APPLICATION_ID, "Vendor-Specific-Application-Id"),
            Map.entry(Avp.SESSION_ID, "Session-Id"),
            Map.entry(Avp.ORIGIN_HOST, "Origin-Host"),
            Map.entry(Avp.SUPPORTED_VENDOR_ID, "Supported-Vendor-Id"),
            Map.entry(Avp.VENDOR_ID, "Vendor-Id"),
            Map.entry(Avp.FIRMWARE_REVISION, "Firmware-Revision"),
            Map.entry(Avp.RESULT_CODE, "Result-Code"),
            Map.entry(Avp.PRODUCT_NAME, "Product-Name"),
            Map.entry(Avp.DISCONNECT_CAUSE, "Disconnect-Cause"),
            Map.entry(Avp.AUTH_SESSION_STATE, "Auth-Session-State"),
            Map.entry(Avp.ORIGIN_STATE_ID, "Origin-State-Id"),
            Map.entry(Avp.FAILED_AVP, "Failed-AVP"),
            Map.entry(Avp.ERROR_MESSAGE, "Error-Message"),
            Map.entry(Avp.PROXY_INFO, "Proxy-Info"),
            Map.entry(Avp.ORIGIN_REALM, "Origin-Realm"),
            Map.entry(Avp.EXPERIMENTAL_RESULT, "Experimental-Result"),
            Map.entry(Avp.EXPERIMENTAL_RESULT_CODE, "Experimental-Result-Code"),
            Map.entry(Avp.TERMINAL_INFORMATION, "Terminal-Information"),
            Map.entry(Avp.IMEI, "IMEI"),
            Map.entry(Avp.EQUIPMENT_STATUS, "Equipment-Status"));
    private static final Set<Integer> GROUPED = Set.of(
            Avp.VENDOR_SPECIFIC_APPLICATION_ID,
            Avp.FAILED_AVP,
            Avp.EXPERIMENTAL_RESULT,
            Avp.TERMINAL_INFORMATION,
            Avp.PROXY_INFO);

    private final byte[] message;
    private final StringBuilder text = new StringBuilder();

    private DiameterText(byte[] message) {
        this.message = message;
    }

    /** The header, every AVP on a line of its own, members indented, and the octets. */
    static String of(byte[] message) {
        DiameterText text = new DiameterText(message);
        text.text.append("  command %d, application %d, flags 0x%02x%n"
                .formatted(Header.command(message), Header.application(message), Header.flags(message)));
        text.avps(AvpCursor.ofMessage(message), "  ");
        text.text.append("  octets ").append(HexFormat.of().formatHex(message));
        return text.text.toString();
    }

    private void avps(AvpCursor avps, String indent) {
        while (avps.next()) {
            text.append(indent).append(NAMES.getOrDefault(avps.code(), "AVP " + avps.code()));
            if (GROUPED.contains(avps.code())) {
                text.append('\n');
                avps(AvpCursor.ofGroup(message, avps.dataStart(), avps.dataEnd()), indent + "  ");
            } else {
                text.append(' ').append(value(avps)).append('\n');
            }
        }
        if (avps.defect() != AvpCursor.Defect.NONE) {
            text.append(indent)
                    .append("what follows is broken: ")
                    .append(avps.defect())
                    .append('\n');
        }
    }

    private String value(AvpCursor avp) {
        byte[] data = Arrays.copyOfRange(message, avp.dataStart(), avp.dataEnd());
        if (data.length > 0 && avp.text().chars().allMatch(character -> character >= ' ' && character <= '~')) {
            return avp.text();
        }
        return data.length == Integer.BYTES
                ? Integer.toUnsignedString(Octets.int32(data, 0))
                : HexFormat.of().formatHex(data);
    }
}
