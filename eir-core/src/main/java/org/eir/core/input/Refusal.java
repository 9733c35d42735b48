package org.eir.core.input;

/**
 * Why an input was refused: names the field, the value and the rule.
 *
 * @param field name of the field or column, as the sender wrote it
 * @param value what was sent, cut to {@value #MAX_VALUE} characters
 * @param rule what is allowed, a sentence fragment that reads on after "field value: "
 */
public record Refusal(String field, String value, String rule) {
    private static final int MAX_VALUE = 64;

    /** A refusal whose value is cut to a length that can be shown. */
    public static Refusal of(String field, String value, String rule) {
        return new Refusal(field, value.length() <= MAX_VALUE ? value : value.substring(0, MAX_VALUE - 1) + "…", rule);
    }

    /** One sentence. */
    public String sentence() {
        return field + " '" + value + "': " + rule;
    }
}
