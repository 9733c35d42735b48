package org.eir.admin.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * What a program shows to be known: 256 random bits as text, after a prefix by which people and scanners of leaked secrets
 * recognise it. The register keeps its SHA-256 alone. A slow hash, right for a password that somebody made up, would add
 * nothing here, for 2^256 guesses are beyond anybody, and would cost every call.
 *
 * @param text as the caller sends it
 */
record ApiKeySecret(String text) {
    static final String PREFIX = "eir_";

    private static final int RANDOM_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    static ApiKeySecret random() {
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        return new ApiKeySecret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }

    /** What is kept of it. */
    byte[] hash() {
        return sha256(text);
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
