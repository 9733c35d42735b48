package org.eir.server.config;

import java.util.regex.Pattern;

/** What must not be shown: passwords, tokens and keys, known by the names of their keys. */
final class Secrets {
    static final String MASK = "********";

    private static final Pattern SECRET_KEY = Pattern.compile("(?i).*(password|token|secret|privatekey)");
    private static final Pattern PASSWORD_IN_URL = Pattern.compile("(?i)(password=)[^&\\s]*");

    private Secrets() {}

    /** The value as it may be shown, given the last part of its key. */
    static String shown(String key, String value) {
        return !value.isEmpty() && SECRET_KEY.matcher(key).matches()
                ? MASK
                : PASSWORD_IN_URL.matcher(value).replaceAll("$1" + MASK);
    }
}
