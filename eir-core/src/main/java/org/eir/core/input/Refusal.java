package org.eir.core.input;

import java.util.regex.Pattern;

/**
 * Why an input was refused: names the field, the value and the rule.
 *
 * @param field name of the field or column, as the sender wrote it
 * @param value what was sent, cut to {@value #MAX_VALUE} characters
 * @param rule what is allowed, a sentence fragment that reads on after "field value: "
 */
public record Refusal(String field, String value, String rule) {
    private static final int MAX_VALUE = 64;
    private static final Pattern UNSHOWABLE = Pattern.compile("[\\p{Cc}\\p{Cs}]");

    /** A refusal whose value is made fit to be shown: cut to length, and without what no screen or database takes. */
    public static Refusal of(String field, String value, String rule) {
        String shown = value;
        if (value.length() > MAX_VALUE) {
            int cut = MAX_VALUE - 1;
            shown = value.substring(0, Character.isHighSurrogate(value.charAt(cut - 1)) ? cut - 1 : cut) + "…";
        }
        return new Refusal(field, UNSHOWABLE.matcher(shown).replaceAll("\uFFFD"), rule);
    }

    /** One sentence. */
    public String sentence() {
        return field + " '" + value + "': " + rule;
    }
}
