package org.eir.admin.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpClient;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.eir.admin.access.ProviderKeys.Keys;
import org.eir.admin.web.Authentication;

/**
 * Tokens that an OpenID Connect provider has signed (RFC 7519, RFC 9068). What is checked, in this order: the signature's
 * algorithm is one of those allowed; the key is the provider's, and the signature holds; the issuer; this register is in
 * the audience; the token has begun and not expired, within the clocks' skew. Then the claims say who calls.
 */
public final class OidcAuthentication implements Authentication, AutoCloseable {
    private static final Set<String> REQUIRED = Set.of("iss", "aud", "exp", "sub");

    private final Set<JWSAlgorithm> algorithms;
    private final ProviderKeys keys;
    private final CallerClaims callers;
    private final ClaimsVerifier claimsVerifier;
    private final String issuer;

    private OidcAuthentication(OidcConfig config, ProviderKeys keys, CallerClaims callers, Clock clock) {
        this.algorithms = config.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toUnmodifiableSet());
        this.keys = keys;
        this.callers = callers;
        this.claimsVerifier = new ClaimsVerifier(config, clock);
        this.issuer = config.issuer();
    }

    /** The library's checks by this node's clock. */
    private static final class ClaimsVerifier extends DefaultJWTClaimsVerifier<SecurityContext> {
        private final Clock clock;

        ClaimsVerifier(OidcConfig config, Clock clock) {
            super(
                    config.audience(),
                    new JWTClaimsSet.Builder().issuer(config.issuer()).build(),
                    REQUIRED);
            this.clock = clock;
            setMaxClockSkew((int) Duration.ofMillis(config.clockSkewMs()).toSeconds());
        }

        @Override
        protected Date currentTime() {
            return Date.from(clock.instant());
        }
    }

    /**
     * Begins to fetch the provider's keys, and returns at once: a node starts without its provider.
     *
     * @param organisation whose callers are that name none
     * @throws IllegalArgumentException if the trusted certificates cannot be read
     */
    public static OidcAuthentication start(OidcConfig config, String organisation, Clock clock, MeterRegistry meters) {
        HttpClient.Builder http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofMillis(config.timeoutMs()));
        if (config.caFile() != null) {
            http.sslContext(TrustedCertificates.in(config.caFile()));
        }
        ProviderKeys keys = ProviderKeys.start(config, http.build(), clock, meters);
        return new OidcAuthentication(config, keys, new CallerClaims(config, organisation), clock);
    }

    @Override
    public CompletionStage<Identification> identify(String token) {
        SignedJWT jwt;
        try {
            jwt = SignedJWT.parse(token);
        } catch (ParseException e) {
            return refused("it is no signed JWT");
        }
        JWSAlgorithm algorithm = jwt.getHeader().getAlgorithm();
        if (!algorithms.contains(algorithm)) {
            return refused("its algorithm " + algorithm + " is none of "
                    + algorithms.stream().map(JWSAlgorithm::getName).sorted().collect(Collectors.joining(", ")));
        }
        return keys.withKey(jwt.getHeader().getKeyID()).thenApply(known -> judge(jwt, known));
    }

    private Identification judge(SignedJWT jwt, Keys known) {
        if (!known.has(jwt.getHeader().getKeyID())) {
            return known.problem() == null
                    ? new Identification.Unknown("The token was refused: " + issuer + " has no key '"
                            + jwt.getHeader().getKeyID() + "'.")
                    : new Identification.Unavailable("The token cannot be checked now: " + known.problem() + ".");
        }
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, new ImmutableJWKSet<>(known.set())));
        processor.setJWTClaimsSetVerifier(claimsVerifier);
        try {
            return callers.identify(processor.process(jwt, null));
        } catch (BadJWTException e) {
            return new Identification.Unknown("The token was refused: " + e.getMessage() + ".");
        } catch (BadJOSEException e) {
            return new Identification.Unknown(
                    "The token was refused: its signature is not of a key of " + issuer + ".");
        } catch (JOSEException e) {
            return new Identification.Unknown("The token was refused: its signature cannot be checked.");
        }
    }

    private static CompletionStage<Identification> refused(String why) {
        return CompletableFuture.completedFuture(new Identification.Unknown("The token was refused: " + why + "."));
    }

    @Override
    public void close() {
        keys.close();
    }
}
