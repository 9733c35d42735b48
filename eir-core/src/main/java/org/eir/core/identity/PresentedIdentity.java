package org.eir.core.identity;

/**
 * An identity as a network presented it: a device, or octets that are none.
 *
 * <p>The 15th digit is a spare the mobile sends as 0, not a check digit (TS 23.003 clause 6.2.1), so it is never
 * verified: a register that did refused nine phones in ten.
 */
public sealed interface PresentedIdentity {

    /**
     * A device.
     *
     * @param imei its 14 significant digits
     * @param softwareVersion SVN when the network sent one (0 to 99), else {@link #NO_VERSION}
     */
    record Device(Imei imei, int softwareVersion) implements PresentedIdentity {
        public static final int NO_VERSION = -1;
    }

    /**
     * What is no identity; the policy says how it is answered.
     *
     * @param defect what is wrong with it
     */
    record Malformed(Defect defect) implements PresentedIdentity {}

    /** Why something presented as an IMEI is none. */
    enum Defect {
        EMPTY,
        TOO_SHORT,
        TOO_LONG,
        NOT_DECIMAL
    }

    /** Reads 14, 15 or 16 digits as sent in text (S13 IMEI AVP, TS 29.272 clause 7.3.4). */
    static PresentedIdentity of(CharSequence digits) {
        int length = digits.length();
        if (length == 0) {
            return new Malformed(Defect.EMPTY);
        }
        if (!Digits.areDecimal(digits, 0, length)) {
            return new Malformed(Defect.NOT_DECIMAL);
        }
        if (length < Imei.LENGTH) {
            return new Malformed(Defect.TOO_SHORT);
        }
        if (length > 16) {
            return new Malformed(Defect.TOO_LONG);
        }
        int version = length == 16 ? (int) Digits.number(digits, Imei.LENGTH, 16) : Device.NO_VERSION;
        return new Device(new Imei(Digits.number(digits, 0, Imei.LENGTH)), version);
    }
}
