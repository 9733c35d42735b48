package org.eir.map.client;

import org.eir.map.check.SubscriberExtension;
import org.eir.map.tcap.BerWriter;
import org.eir.map.tcap.MessageType;
import org.eir.map.tcap.Tag;
import org.jspecify.annotations.Nullable;

/**
 * A question: the Begin with a CheckIMEI (TS 29.002 clause 8.7.2).
 *
 * @param version of MAP, 1 to 3; others can be asked too, and are refused
 * @param asker who asks
 * @param imei the parameter's octets, or whatever is to be sent as such
 * @param imsi digits; null to leave it out
 * @param extension the vendor's form the IMSI is sent in
 * @param requestedEquipmentInfo version 3: the octets of the BIT STRING, the count of unused bits first
 */
public record CheckImeiRequest(
        int version,
        Node asker,
        byte[] imei,
        @Nullable String imsi,
        SubscriberExtension extension,
        byte[] requestedEquipmentInfo) {
    private static final byte[] STATUS_ONLY = {6, (byte) 0x80};
    private static final byte[] DIALOGUE_AS_ID = {0x00, 0x11, (byte) 0x86, 0x05, 0x01, 0x01, 0x01};
    private static final byte[] PROTOCOL_VERSION_1 = {0x07, (byte) 0x80};
    private static final int CHECK_IMEI = 43;
    private static final int INVOKE_ID = 1;
    private static final int HUAWEI_IMSI = 0x00;
    /** [PRIVATE 1]. */
    private static final int ERICSSON_IMSI = 0xc1;

    /** An MSC's question about 14 to 16 digits: two an octet, with a filler after an odd one. */
    public static CheckImeiRequest of(int version, String digits) {
        return new CheckImeiRequest(version, Node.MSC, tbcd(digits), null, SubscriberExtension.HUAWEI, STATUS_ONLY);
    }

    public CheckImeiRequest by(Node newAsker) {
        return new CheckImeiRequest(version, newAsker, imei, imsi, extension, requestedEquipmentInfo);
    }

    /** With the subscriber's IMSI; in version 3 Ericsson's form is the one that fits, else Huawei's. */
    public CheckImeiRequest subscriber(String newImsi) {
        SubscriberExtension form = version == 3 ? SubscriberExtension.ERICSSON : SubscriberExtension.HUAWEI;
        return new CheckImeiRequest(version, asker, imei, newImsi, form, requestedEquipmentInfo);
    }

    /** With other octets in place of the IMEI. */
    public CheckImeiRequest octets(byte[] newImei) {
        return new CheckImeiRequest(version, asker, newImei, imsi, extension, requestedEquipmentInfo);
    }

    /** The TCAP message. */
    byte[] begin(int otid) {
        BerWriter message = new BerWriter();
        int begin = message.begin(MessageType.BEGIN.tag());
        int id = message.begin(Tag.ORIGINATING_TRANSACTION_ID);
        message.int32(otid).end(id);
        if (version > 1) {
            dialogue(message);
        }
        int components = message.begin(Tag.COMPONENT_PORTION);
        int invoke = message.begin(Tag.INVOKE);
        message.octet(Tag.INTEGER, INVOKE_ID).octet(Tag.INTEGER, CHECK_IMEI);
        argument(message);
        return message.end(invoke).end(components).end(begin).octets();
    }

    /** AARQ with equipmentMngtContext of this version. */
    private void dialogue(BerWriter message) {
        byte[] context = {0x04, 0x00, 0x00, 0x01, 0x00, 0x0d, (byte) version};
        int portion = message.begin(Tag.DIALOGUE_PORTION);
        int external = message.begin(Tag.EXTERNAL);
        message.element(Tag.OBJECT_IDENTIFIER, DIALOGUE_AS_ID);
        int single = message.begin(Tag.CONTEXT_0);
        int aarq = message.begin(Tag.AARQ);
        message.element(Tag.CONTEXT_0_PRIMITIVE, PROTOCOL_VERSION_1);
        int name = message.begin(Tag.CONTEXT_1);
        message.element(Tag.OBJECT_IDENTIFIER, context).end(name);
        message.end(aarq).end(single).end(external).end(portion);
    }

    private void argument(BerWriter message) {
        if (version < 3) {
            message.element(Tag.OCTET_STRING, imei);
            imsi(message, SubscriberExtension.HUAWEI, HUAWEI_IMSI);
            return;
        }
        int argument = message.begin(Tag.SEQUENCE);
        message.element(Tag.OCTET_STRING, imei).element(Tag.BIT_STRING, requestedEquipmentInfo);
        imsi(message, SubscriberExtension.ERICSSON, ERICSSON_IMSI);
        message.end(argument);
        imsi(message, SubscriberExtension.HUAWEI, HUAWEI_IMSI);
    }

    private void imsi(BerWriter message, SubscriberExtension form, int tag) {
        if (imsi != null && extension == form) {
            message.element(tag, tbcd(imsi));
        }
    }

    private static byte[] tbcd(String digits) {
        byte[] octets = new byte[(digits.length() + 1) / 2];
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(i), 16);
            octets[i / 2] |= (byte) (i % 2 == 0 ? digit : digit << 4);
        }
        if (digits.length() % 2 != 0) {
            octets[octets.length - 1] |= (byte) 0xf0;
        }
        return octets;
    }
}
