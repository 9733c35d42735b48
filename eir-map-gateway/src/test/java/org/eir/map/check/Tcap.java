package org.eir.map.check;

import java.util.HexFormat;
import org.eir.map.tcap.BerWriter;
import org.eir.map.tcap.DialogueAnswer;
import org.eir.map.tcap.Tag;

/** TCAP messages to take apart, in hexadecimal: what a switch sends, or nearly. */
final class Tcap {
    static final String OTID = "48 04 a3000001";
    static final String DTID = "49 04 a3000001";
    static final String WHITE = "53029900711684f1";
    static final String BLACK = "94104502237315f8";
    static final String GREY = "53968330653408f9";
    static final String UNLISTED = "68988130214365f4";

    private Tcap() {}

    /** Octets from hexadecimal, spaces ignored. */
    static byte[] octets(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static String hex(byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }

    /** An element with these elements, or this value, inside. */
    static String element(int tag, String... contents) {
        return hex(
                new BerWriter().element(tag, octets(String.join("", contents))).octets());
    }

    /** A Begin; its dialogue portion opens equipmentMngtContext of that version, and in version 1 is not there. */
    static byte[] begin(int version, String... components) {
        String dialogue = version == 1 ? "" : dialogue(aarq(context(version)));
        return octets(element(0x62, OTID, dialogue, components(components)));
    }

    /** A Begin with any dialogue portion. */
    static byte[] beginWith(String dialoguePortion, String... components) {
        return octets(element(0x62, OTID, dialoguePortion, components(components)));
    }

    static byte[] continueTo(String ownId, String... components) {
        return octets(element(0x65, OTID, element(0x49, ownId), components(components)));
    }

    private static String components(String... components) {
        return components.length == 0 ? "" : element(Tag.COMPONENT_PORTION, components);
    }

    static String dialogue(String apdu) {
        return element(
                Tag.DIALOGUE_PORTION, element(Tag.EXTERNAL, "06 07 00118605010101", element(Tag.CONTEXT_0, apdu)));
    }

    static String aarq(String... fields) {
        return element(Tag.AARQ, fields);
    }

    /** The application-context-name field: equipmentMngtContext of that version. */
    static String context(int version) {
        return "a109 0607 04000001000d" + HexFormat.of().toHexDigits((byte) version);
    }

    static String invoke(int id, String... operationAndArgument) {
        return element(Tag.INVOKE, id(id), String.join("", operationAndArgument));
    }

    static String checkImei(int id, String argument) {
        return invoke(id, "02012b", argument);
    }

    static String id(int id) {
        return "0201" + HexFormat.of().toHexDigits((byte) id);
    }

    /** The argument of versions 1 and 2. */
    static String imei(String tbcd) {
        return element(Tag.OCTET_STRING, tbcd);
    }

    /** The argument of version 3, with equipmentStatus asked for and more elements after that. */
    static String sequence(String imei, String... more) {
        return element(Tag.SEQUENCE, imei(imei), "03020680", String.join("", more));
    }

    /** The End that answers a Begin of that version with these components. */
    static String end(int version, String... components) {
        return element(0x64, DTID, accepted(version), element(Tag.COMPONENT_PORTION, components));
    }

    private static String accepted(int version) {
        byte[] name = octets("04000001000d0" + version);
        return version == 1
                ? ""
                : hex(DialogueAnswer.response(
                        name, DialogueAnswer.Result.ACCEPTED, DialogueAnswer.NO_USER_INFORMATION));
    }

    static String status(int version, int id, int status) {
        String value = element(Tag.ENUMERATED, HexFormat.of().toHexDigits((byte) status));
        return element(
                Tag.RETURN_RESULT_LAST,
                id(id),
                element(Tag.SEQUENCE, "02012b", version == 3 ? element(Tag.SEQUENCE, value) : value));
    }

    static String error(int id, int code) {
        return element(Tag.RETURN_ERROR, id(id), id(code));
    }

    static String rejectInvoke(int id, int problem) {
        return element(Tag.REJECT, id(id), element(0x81, HexFormat.of().toHexDigits((byte) problem)));
    }

    /**
     * @param id an INTEGER, or NULL, {@code 0500}
     */
    static String rejectGeneral(String id, int problem) {
        return element(Tag.REJECT, id, element(0x80, HexFormat.of().toHexDigits((byte) problem)));
    }

    static String abort(String reason) {
        return element(0x67, DTID, reason);
    }

    static String pAbort(int cause) {
        return abort(element(Tag.P_ABORT_CAUSE, HexFormat.of().toHexDigits((byte) cause)));
    }
}
