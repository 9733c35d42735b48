package org.eir.core.audit;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import org.eir.core.input.Outcome;

/** The private half of a {@link LogKey}. Its text is a PKCS #8 PEM file (RFC 8410), as OpenSSL writes it. */
public final class LogSigner {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private final PrivateKey privateKey;
    private final LogKey key;

    private LogSigner(String name, PrivateKey privateKey, byte[] seed) {
        this.privateKey = privateKey;
        this.key = new LogKey(name, publicKey(seed));
    }

    /** A new key under this name. */
    public static LogSigner generate(String name) {
        try {
            return of(
                    name,
                    KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no Ed25519", e);
        }
    }

    /** The key in a PEM file; the refusal does not repeat what is in it. */
    public static Outcome<LogSigner> ofPem(String name, String pem) {
        if (!LogKey.isName(name)) {
            return Outcome.refused("name of a log key", name, LogKey.NAME_RULE);
        }
        String body = pem.strip();
        if (!body.startsWith(BEGIN) || !body.endsWith(END)) {
            return refused();
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(body.substring(BEGIN.length(), body.length() - END.length()));
            return Outcome.accepted(
                    of(name, KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(der))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return refused();
        }
    }

    private static Outcome<LogSigner> refused() {
        return Outcome.refused("log key", "(not shown)", "has to be an Ed25519 private key, PKCS #8 in PEM");
    }

    private static LogSigner of(String name, PrivateKey privateKey) {
        byte[] seed = ((EdECPrivateKey) privateKey)
                .getBytes()
                .orElseThrow(() -> new IllegalArgumentException("the key hides its octets"));
        return new LogSigner(name, privateKey, seed);
    }

    /** What the platform would have given with the key, had it been made here: it derives public keys when it makes them. */
    private static byte[] publicKey(byte[] seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(255, new Given(seed));
            byte[] encoded = generator.generateKeyPair().getPublic().getEncoded();
            return Arrays.copyOfRange(encoded, encoded.length - LogKey.KEY_BYTES, encoded.length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no Ed25519", e);
        }
    }

    /** The public half. */
    public LogKey key() {
        return key;
    }

    public byte[] sign(byte[] message) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(privateKey);
            ed25519.update(message);
            return ed25519.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot sign with Ed25519", e);
        }
    }

    /** The private key as a file; secret. */
    public String pem() {
        return BEGIN + "\n" + Base64.getEncoder().encodeToString(privateKey.getEncoded()) + "\n" + END + "\n";
    }

    /** Names the public half only. */
    @Override
    public String toString() {
        return "signer of " + key;
    }

    /** Gives what it was given. */
    private static final class Given extends SecureRandom {
        private static final long serialVersionUID = 1;

        private final byte[] octets;

        Given(byte[] octets) {
            this.octets = octets;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(octets, 0, bytes, 0, bytes.length);
        }
    }
}
