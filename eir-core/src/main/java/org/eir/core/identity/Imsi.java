package org.eir.core.identity;

/**
 * International Mobile Subscription Identity, 6 to 15 decimal digits (TS 23.003 clause 2.2).
 *
 * @param digits the digits, leading zeros significant
 */
public record Imsi(String digits) {
    public Imsi {
        if (!isValid(digits)) {
            throw new IllegalArgumentException("an IMSI has 6 to 15 decimal digits");
        }
    }

    /** Whether these are 6 to 15 decimal digits. */
    public static boolean isValid(CharSequence digits) {
        return digits.length() >= 6 && digits.length() <= 15 && Digits.areDecimal(digits, 0, digits.length());
    }

    /** As one number: a 1, then the digits; so leading zeros count. */
    public long packed() {
        long number = 1;
        for (int i = 0; i < digits.length(); i++) {
            number = number * 10 + (digits.charAt(i) - '0');
        }
        return number;
    }

    /** Masked: country and network in clear, the subscriber hidden. */
    @Override
    public String toString() {
        return digits.substring(0, 5) + "*".repeat(digits.length() - 5);
    }
}
