package org.eir.map.tcap;

/** Writes dialogue portions that answer: AARE and ABRT (Q.773 clause 4.2.3, table 33 and following). */
public final class DialogueAnswer {
    /** {@code {gsm-NetworkId as-Id map-DialoguePDU(1) version1(1)}} (TS 29.002 clause 17.4). */
    private static final byte[] MAP_DIALOGUE_AS_ID = {0x04, 0x00, 0x00, 0x01, 0x01, 0x01, 0x01};

    private static final byte[] VERSION_1 = {0x07, (byte) 0x80};
    private static final int RESULT = 0xa2;
    private static final int RESULT_SOURCE_DIAGNOSTIC = 0xa3;
    private static final int USER_INFORMATION = 0xbe;

    /** Result and result-source-diagnostic of an AARE. */
    public enum Result {
        ACCEPTED(0, Result.SERVICE_USER, 0),
        NO_REASON_GIVEN(1, Result.SERVICE_USER, 1),
        APPLICATION_CONTEXT_NAME_NOT_SUPPORTED(1, Result.SERVICE_USER, 2),
        NO_COMMON_DIALOGUE_PORTION(1, Result.SERVICE_PROVIDER, 2);

        private static final int SERVICE_USER = 0xa1;
        private static final int SERVICE_PROVIDER = 0xa2;

        private final int result;
        private final int source;
        private final int diagnostic;

        Result(int result, int source, int diagnostic) {
            this.result = result;
            this.source = source;
            this.diagnostic = diagnostic;
        }
    }

    /** Who gives a dialogue up. */
    public enum AbortSource {
        SERVICE_USER,
        SERVICE_PROVIDER
    }

    /** Nothing to tell the peer's MAP. */
    public static final byte[] NO_USER_INFORMATION = {};

    private DialogueAnswer() {}

    /**
     * A dialogue portion with an AARE.
     *
     * @param name octets of the application-context-name
     * @param mapDialoguePdu a MAP-DialoguePDU, or {@link #NO_USER_INFORMATION}
     */
    public static byte[] response(byte[] name, Result result, byte[] mapDialoguePdu) {
        BerWriter apdu = new BerWriter();
        int aare = apdu.begin(Tag.AARE);
        apdu.element(Tag.CONTEXT_0_PRIMITIVE, VERSION_1);
        int nameStart = apdu.begin(Tag.CONTEXT_1);
        apdu.element(Tag.OBJECT_IDENTIFIER, name).end(nameStart);
        int resultStart = apdu.begin(RESULT);
        apdu.octet(Tag.INTEGER, result.result).end(resultStart);
        int diagnostic = apdu.begin(RESULT_SOURCE_DIAGNOSTIC);
        int source = apdu.begin(result.source);
        apdu.octet(Tag.INTEGER, result.diagnostic).end(source).end(diagnostic);
        userInformation(apdu, mapDialoguePdu);
        return portion(apdu.end(aare).octets());
    }

    /** A dialogue portion with an ABRT. */
    public static byte[] abort(AbortSource source, byte[] mapDialoguePdu) {
        BerWriter apdu = new BerWriter();
        int abrt = apdu.begin(Tag.ABRT);
        apdu.octet(Tag.CONTEXT_0_PRIMITIVE, source.ordinal());
        userInformation(apdu, mapDialoguePdu);
        return portion(apdu.end(abrt).octets());
    }

    private static void userInformation(BerWriter apdu, byte[] mapDialoguePdu) {
        if (mapDialoguePdu.length > 0) {
            int information = apdu.begin(USER_INFORMATION);
            external(apdu, MAP_DIALOGUE_AS_ID, mapDialoguePdu).end(information);
        }
    }

    private static byte[] portion(byte[] apdu) {
        BerWriter writer = new BerWriter();
        int portion = writer.begin(Tag.DIALOGUE_PORTION);
        return external(writer, DialogueRequest.DIALOGUE_AS_ID, apdu)
                .end(portion)
                .octets();
    }

    private static BerWriter external(BerWriter writer, byte[] syntax, byte[] value) {
        int external = writer.begin(Tag.EXTERNAL);
        writer.element(Tag.OBJECT_IDENTIFIER, syntax).element(Tag.CONTEXT_0, value);
        return writer.end(external);
    }
}
