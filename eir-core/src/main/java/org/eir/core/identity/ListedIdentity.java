package org.eir.core.identity;

import org.eir.core.input.Outcome;

/**
 * Reads identities that people type or upload: an IMEI of 14 to 16 digits, a TAC of 8 digits, or a range
 * {@code from-to} of 14-digit IMEIs within one TAC.
 *
 * <p>A 15th digit has to be the check digit, or 0, the spare digit (counted by the caller); anything else is most often
 * a typing error and would block somebody else's phone.
 *
 * @param range what the entry covers
 * @param spareDigit whether the 15th digit was 0 where the check digit is another
 */
public record ListedIdentity(ImeiRange range, boolean spareDigit) {

    /** How the 15th digit of an IMEI is treated. */
    public enum CheckDigit {
        VERIFY,
        IGNORE
    }

    private static final String FORMS =
            "an identity is an IMEI (14 to 16 digits), a TAC (8 digits) or a range of 14-digit IMEIs in one TAC (from-to)";

    /** Reads any of the three forms; a refusal names {@code field}. */
    public static Outcome<ListedIdentity> parse(String field, String text, CheckDigit checkDigit) {
        int dash = text.indexOf('-');
        if (dash >= 0) {
            return range(field, text, dash);
        }
        if (!Digits.areDecimal(text, 0, text.length())) {
            return Outcome.refused(field, text, FORMS);
        }
        return switch (text.length()) {
            case 8 -> tac(field, text);
            case 14, 15, 16 -> imei(field, text, checkDigit);
            default -> Outcome.refused(field, text, FORMS + "; this has " + text.length() + " digits");
        };
    }

    /** Reads a TAC alone. */
    public static Outcome<ListedIdentity> tac(String field, String text) {
        if (text.length() != 8 || !Digits.areDecimal(text, 0, 8)) {
            return Outcome.refused(field, text, "a TAC has 8 decimal digits");
        }
        return plain(ImeiRange.of(new Tac((int) Digits.number(text, 0, 8))));
    }

    /** Reads an IMEI alone. */
    public static Outcome<ListedIdentity> imei(String field, String text, CheckDigit checkDigit) {
        int length = text.length();
        if (length < Imei.LENGTH || length > 16 || !Digits.areDecimal(text, 0, length)) {
            return Outcome.refused(field, text, "an IMEI has 14 to 16 decimal digits");
        }
        Imei imei = new Imei(Digits.number(text, 0, Imei.LENGTH));
        if (length != 15) {
            return plain(ImeiRange.of(imei));
        }
        int sent = text.charAt(14) - '0';
        boolean correct = sent == imei.checkDigit();
        if (!correct && sent != 0 && checkDigit == CheckDigit.VERIFY) {
            return Outcome.refused(
                    field,
                    text,
                    "the check digit of these 14 digits is " + imei.checkDigit() + ", not " + sent
                            + ": most often a typing error (checkDigit=ignore accepts it)");
        }
        return Outcome.accepted(new ListedIdentity(ImeiRange.of(imei), !correct && sent == 0));
    }

    private static Outcome<ListedIdentity> range(String field, String text, int dash) {
        String first = text.substring(0, dash);
        String last = text.substring(dash + 1);
        if (first.length() != Imei.LENGTH
                || last.length() != Imei.LENGTH
                || !Digits.areDecimal(first, 0, Imei.LENGTH)
                || !Digits.areDecimal(last, 0, Imei.LENGTH)) {
            return Outcome.refused(field, text, "a range is written from-to, with 14 decimal digits on each side");
        }
        Imei from = Imei.of(first);
        Imei to = Imei.of(last);
        if (to.digits() < from.digits()) {
            return Outcome.refused(field, text, "the range ends before it begins");
        }
        if (!from.tac().equals(to.tac())) {
            return Outcome.refused(field, text, "a range stays within one TAC; " + split(from, to));
        }
        return plain(new ImeiRange(from.digits(), to.digits()));
    }

    /** Names the pieces, one a TAC, that together cover what a wider range was meant to. */
    private static String split(Imei from, Imei to) {
        ImeiRange head = new ImeiRange(from.digits(), ImeiRange.of(from.tac()).to());
        ImeiRange tail = new ImeiRange(ImeiRange.of(to.tac()).from(), to.digits());
        int between = to.tac().digits() - from.tac().digits() - 1;
        String middle = switch (between) {
            case 0 -> " and ";
            case 1 -> ", " + new Tac(from.tac().digits() + 1) + " and ";
            default ->
                ", the " + between + " TACs " + new Tac(from.tac().digits() + 1) + " to "
                        + new Tac(to.tac().digits() - 1) + ", and ";
        };
        return "enter it as " + head.text() + middle + tail.text();
    }

    private static Outcome<ListedIdentity> plain(ImeiRange range) {
        return Outcome.accepted(new ListedIdentity(range, false));
    }
}
