package org.eir.core.identity;

/**
 * Type Allocation Code: the first eight digits of an IMEI, naming the model of the equipment (TS 23.003 clause 6.2.1).
 *
 * @param digits the eight digits as a number, 0 to 99 999 999
 */
public record Tac(int digits) {
    /** Serial numbers in one TAC (SNR, six digits). */
    public static final int SERIALS = 1_000_000;

    public Tac {
        if (digits < 0 || digits > 99_999_999) {
            throw new IllegalArgumentException("a TAC has 8 digits: " + digits);
        }
    }

    /** Whether the reporting body identifier (first two digits) is 00: equipment for tests (GSMA TS.06). */
    public boolean isTest() {
        return digits < 1_000_000;
    }

    /** Eight digits, leading zeros kept. */
    @Override
    public String toString() {
        return Digits.padded(digits, 8);
    }
}
