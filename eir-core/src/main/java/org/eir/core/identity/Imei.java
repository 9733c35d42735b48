package org.eir.core.identity;

/**
 * International Mobile Equipment Identity, by its 14 significant digits: TAC and serial number (TS 23.003 clause 6.2.1).
 *
 * @param digits the 14 digits as a number, 0 to 99 999 999 999 999
 */
public record Imei(long digits) {
    static final int LENGTH = 14;
    private static final long MAX = 99_999_999_999_999L;

    public Imei {
        if (digits < 0 || digits > MAX) {
            throw new IllegalArgumentException("an IMEI has 14 significant digits");
        }
    }

    /**
     * The device whose 14, 15 or 16 digits these are; only the first 14 count.
     *
     * @throws IllegalArgumentException if they are not 14 to 16 decimal digits
     */
    public static Imei of(String digits) {
        if (digits.length() < LENGTH || digits.length() > 16 || !Digits.areDecimal(digits, 0, digits.length())) {
            throw new IllegalArgumentException("an IMEI has 14 to 16 decimal digits");
        }
        return new Imei(Digits.number(digits, 0, LENGTH));
    }

    /** The model: first eight digits. */
    public Tac tac() {
        return new Tac((int) (digits / Tac.SERIALS));
    }

    /** The serial number within the TAC, 0 to 999 999. */
    public int serial() {
        return (int) (digits % Tac.SERIALS);
    }

    /** Luhn check digit over the 14 digits (TS 23.003 annex B). Printed on the device, never sent by it. */
    public int checkDigit() {
        int sum = 0;
        boolean doubled = true;
        for (long rest = digits; rest > 0; rest /= 10) {
            int digit = (int) (rest % 10);
            sum += doubled ? digit / 5 + digit * 2 % 10 : digit;
            doubled = !doubled;
        }
        return (10 - sum % 10) % 10;
    }

    /** Whether this is one of the values that broken or tampered equipment shows: all digits alike, or 1234567890…. */
    public boolean isPlaceholder() {
        return digits % 11_111_111_111_111L == 0 || digits == 12_345_678_901_234L || digits == 1_234_567_890_123L;
    }

    /** The 14 digits in full. For answers to people who may see them; logs use {@link #toString}. */
    public String text() {
        return Digits.padded(digits, LENGTH);
    }

    /** Masked: the TAC in clear, the serial number hidden. */
    @Override
    public String toString() {
        return tac() + "******";
    }
}
