package org.eir.admin.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.eir.admin.web.Authentication;
import org.eir.core.access.Caller;

/** The one token of the administrator. Only its hash is kept in memory. */
public final class AdminToken implements Authentication {
    /** A shorter token could be guessed. */
    public static final int MIN_LENGTH = 16;

    private final Caller administrator;
    private final byte[] hash;

    /**
     * @param administrator whose it is
     * @throws IllegalArgumentException if the token has fewer than {@value #MIN_LENGTH} characters
     */
    public AdminToken(Caller administrator, String token) {
        if (token.length() < MIN_LENGTH) {
            throw new IllegalArgumentException("the administrator's token has to have at least " + MIN_LENGTH
                    + " characters; this has " + token.length());
        }
        this.administrator = administrator;
        this.hash = hash(token);
    }

    @Override
    public Optional<Caller> callerOf(String bearerToken) {
        return MessageDigest.isEqual(hash, hash(bearerToken)) ? Optional.of(administrator) : Optional.empty();
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
