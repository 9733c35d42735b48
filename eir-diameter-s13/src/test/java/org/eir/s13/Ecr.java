package org.eir.s13;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eir.s13.codec.Avp;
import org.eir.s13.codec.Header;
import org.eir.s13.codec.MessageWriter;
import org.eir.s13.codec.Octets;

/** An ME-Identity-Check-Request to take apart: a well-formed one, minus and plus AVPs, with any header. */
public final class Ecr {
    public static final String HOST = "eir.example.org";
    public static final String REALM = "example.org";
    public static final String MME = "mme1.epc.example.org";
    public static final String MME_REALM = "epc.example.org";

    private final List<byte[]> avps = new ArrayList<>();
    private int flags = Header.REQUEST | Header.PROXIABLE;
    private int command = Header.ME_IDENTITY_CHECK;
    private int application = Header.S13_APPLICATION;
    private int hopByHop = 0x01020304;

    /** With every AVP that a request has to have, and Terminal-Information with this IMEI. */
    public static Ecr of(String imei) {
        return bare().with(terminalInformation(imei(imei)));
    }

    /** With every AVP that a request has to have, except Terminal-Information. */
    public static Ecr bare() {
        return new Ecr()
                .with(text(Avp.SESSION_ID, MME + ";1;2"))
                .with(number(Avp.AUTH_SESSION_STATE, 1))
                .with(text(Avp.ORIGIN_HOST, MME))
                .with(text(Avp.ORIGIN_REALM, MME_REALM))
                .with(text(Avp.DESTINATION_REALM, REALM));
    }

    public Ecr with(byte[] avp) {
        avps.add(avp);
        return this;
    }

    public Ecr without(int code) {
        avps.removeIf(avp -> Octets.int32(avp, 0) == code);
        return this;
    }

    public Ecr flags(int newFlags) {
        flags = newFlags;
        return this;
    }

    public Ecr command(int newCommand) {
        command = newCommand;
        return this;
    }

    public Ecr application(int newApplication) {
        application = newApplication;
        return this;
    }

    public Ecr hopByHop(int newHopByHop) {
        hopByHop = newHopByHop;
        return this;
    }

    public byte[] octets() {
        MessageWriter message = new MessageWriter(flags, command, application, hopByHop, 0x0a0b0c0d);
        avps.forEach(message::raw);
        return message.octets();
    }

    public static byte[] text(int code, String text) {
        return avp(code, 0x40, Avp.NO_VENDOR, text.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] number(int code, int value) {
        return content(writer().avp(code, value));
    }

    public static byte[] imei(String imei) {
        return avp(Avp.IMEI, 0xc0, Avp.VENDOR_3GPP, imei.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] softwareVersion(String version) {
        return avp(Avp.SOFTWARE_VERSION, 0xc0, Avp.VENDOR_3GPP, version.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] meid() {
        return avp(Avp.MEID, 0xc0, Avp.VENDOR_3GPP, new byte[] {(byte) 0xa0, 0, 0, 0, 0, 0, 1});
    }

    public static byte[] terminalInformation(byte[]... members) {
        MessageWriter writer = writer();
        int group = writer.begin3gpp(Avp.TERMINAL_INFORMATION);
        for (byte[] member : members) {
            writer.raw(member);
        }
        return content(writer.end(group));
    }

    public static byte[] proxyInfo(String host, String state) {
        MessageWriter writer = writer();
        int group = writer.begin(Avp.PROXY_INFO);
        writer.avp(280, host).avp(33, state);
        return content(writer.end(group));
    }

    public static byte[] avp(int code, int flags, int vendor, byte[] data) {
        return content(writer().avp(code, flags, vendor, data));
    }

    private static MessageWriter writer() {
        return new MessageWriter(0, 0, 0, 0, 0);
    }

    private static byte[] content(MessageWriter writer) {
        byte[] message = writer.octets();
        return Arrays.copyOfRange(message, Header.LENGTH, message.length);
    }
}
