package org.eir.admin.access;

import com.linecorp.armeria.common.TlsKeyPair;
import com.linecorp.armeria.common.TlsProvider;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate of the admin API, read again when its files change: connections that are made from then on get the new
 * one, those that are open keep theirs. Files that cannot be used, such as a key that is another certificate's, change
 * nothing, and are logged and counted.
 */
public final class ServerCertificate {
    private static final Logger log = LoggerFactory.getLogger(ServerCertificate.class);

    private final TlsConfig config;
    private final Clock clock;
    private final Counter failures;
    private Contents seen;
    private volatile TlsKeyPair inUse;

    /** What is in the files; nothing where they cannot be read, for the reason given. */
    private record Contents(byte[] certificate, byte[] privateKey, String problem) {
        static Contents of(TlsConfig config) {
            try {
                return new Contents(bytes(config.certificateFile()), bytes(config.privateKeyFile()), "");
            } catch (IOException e) {
                return new Contents(new byte[0], new byte[0], e.toString());
            }
        }

        private static byte[] bytes(Path file) throws IOException {
            return Files.readAllBytes(file);
        }

        boolean isThatOf(Contents other) {
            return Arrays.equals(certificate, other.certificate)
                    && Arrays.equals(privateKey, other.privateKey)
                    && problem.equals(other.problem);
        }
    }

    /** Why the files cannot be used. */
    private static final class UnusableException extends Exception {
        UnusableException(String message) {
            super(message);
        }
    }

    /**
     * Reads the files. A certificate that has expired is used, and logged: the register goes on.
     *
     * @throws IllegalArgumentException if they cannot be used; the message names them and says why
     */
    public ServerCertificate(TlsConfig config, Clock clock, MeterRegistry meters) {
        this.config = config;
        this.clock = clock;
        this.seen = Contents.of(config);
        try {
            this.inUse = pair(seen);
        } catch (UnusableException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        if (hasExpired(inUse)) {
            log.error("the admin API's certificate {} has expired at {}", config.certificateFile(), end(inUse));
        }
        this.failures = Counter.builder("eir.tls.reload.failures")
                .description("changes of the certificate's files that could not be used")
                .register(meters);
        Gauge.builder("eir.tls.certificate.remaining.seconds", this, ServerCertificate::remainingS)
                .description("time until the admin API's certificate expires")
                .register(meters);
    }

    /** For the HTTP server: the certificate in use, looked at anew at every interval. */
    public TlsProvider provider() {
        return TlsProvider.ofScheduled(this::current, Duration.ofMillis(config.reloadIntervalMs()));
    }

    private synchronized TlsKeyPair current() {
        Contents now = Contents.of(config);
        if (!now.isThatOf(seen)) {
            seen = now;
            try {
                inUse = renewed(now);
                log.info("the admin API has a new certificate, valid until {}", end(inUse));
            } catch (UnusableException e) {
                failures.increment();
                log.error("{}; the one before stays in use, until {}", e.getMessage(), end(inUse));
            }
        }
        return inUse;
    }

    private TlsKeyPair renewed(Contents contents) throws UnusableException {
        TlsKeyPair pair = pair(contents);
        if (hasExpired(pair)) {
            throw new UnusableException("the certificate in " + config.certificateFile() + " expired at " + end(pair));
        }
        return pair;
    }

    private TlsKeyPair pair(Contents contents) throws UnusableException {
        String files = "the certificate " + config.certificateFile() + " with the key " + config.privateKeyFile();
        if (!contents.problem().isEmpty()) {
            throw new UnusableException(files + " cannot be read: " + contents.problem());
        }
        TlsKeyPair pair;
        try {
            pair = TlsKeyPair.of(
                    new ByteArrayInputStream(contents.privateKey()), new ByteArrayInputStream(contents.certificate()));
        } catch (IllegalArgumentException e) {
            throw new UnusableException(files + " cannot be used: both have to be PEM, the key without a password");
        }
        if (!belongTogether(pair.privateKey(), pair.certificateChain().getFirst())) {
            throw new UnusableException(files + " cannot be used: the key is another certificate's");
        }
        return pair;
    }

    /** Whether what the key signs is verified by the certificate. */
    private static boolean belongTogether(PrivateKey key, X509Certificate certificate) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        byte[] probe = certificate.getSerialNumber().toByteArray();
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(probe);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private boolean hasExpired(TlsKeyPair pair) {
        return end(pair).isBefore(clock.instant());
    }

    private static Instant end(TlsKeyPair pair) {
        return pair.certificateChain().getFirst().getNotAfter().toInstant();
    }

    private double remainingS() {
        return Duration.between(clock.instant(), end(inUse)).toSeconds();
    }
}
