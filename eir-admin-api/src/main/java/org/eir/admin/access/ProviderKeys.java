package org.eir.admin.access;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of the provider, kept in memory so that a call never waits for it: fetched at start, again at every
 * interval, and at once for a token with a key that is not known yet, which is how a new key is met. However many such
 * tokens come, one fetch is under way at a time and the next waits for its interval. A provider that cannot be reached
 * leaves the keys as they are, until they are too old.
 */
final class ProviderKeys implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ProviderKeys.class);
    private static final int MAX_DOCUMENT_BYTES = 256 << 10;
    private static final int MAX_KEYS = 100;

    private final OidcConfig config;
    private final HttpClient http;
    private final Clock clock;
    private final ScheduledExecutorService timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("eir-oidc").factory());
    private final Counter fetched;
    private final Counter failed;

    private volatile Keys keys = new Keys(new JWKSet(), Instant.EPOCH, "its keys are not fetched yet");
    private @Nullable CompletableFuture<Keys> underWay;
    private long lastAttemptNs;

    /**
     * What is known of the provider.
     *
     * @param set its public keys for signatures
     * @param since when they were fetched
     * @param problem why they are not newer; null while they are
     */
    record Keys(JWKSet set, Instant since, @Nullable String problem) {
        boolean has(@Nullable String keyId) {
            return !set.isEmpty() && (keyId == null || set.getKeyByKeyId(keyId) != null);
        }
    }

    private ProviderKeys(OidcConfig config, HttpClient http, Clock clock, MeterRegistry meters) {
        this.config = config;
        this.http = http;
        this.clock = clock;
        this.fetched = fetches(meters, "done");
        this.failed = fetches(meters, "failed");
        this.lastAttemptNs = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(config.minRefreshIntervalMs());
        Gauge.builder("eir.oidc.keys.age.seconds", this, ProviderKeys::ageS)
                .description("age of the identity provider's keys")
                .register(meters);
    }

    private static Counter fetches(MeterRegistry meters, String result) {
        return Counter.builder("eir.oidc.fetches")
                .description("attempts to fetch the identity provider's keys")
                .tag("result", result)
                .register(meters);
    }

    /** Begins to fetch; returns at once. */
    static ProviderKeys start(OidcConfig config, HttpClient http, Clock clock, MeterRegistry meters) {
        ProviderKeys keys = new ProviderKeys(config, http, clock, meters);
        keys.timer.scheduleWithFixedDelay(keys::tick, 0, config.minRefreshIntervalMs(), TimeUnit.MILLISECONDS);
        return keys;
    }

    /**
     * The keys that count now; asked for anew, if that may be, where they have no such key. Keys that are too old are left
     * out.
     *
     * @param keyId {@code kid} of a token; null if it names none
     */
    CompletionStage<Keys> withKey(@Nullable String keyId) {
        Keys known = counting(keys);
        return known.has(keyId)
                ? CompletableFuture.completedFuture(known)
                : refresh().thenApply(this::counting);
    }

    private Keys counting(Keys known) {
        boolean tooOld = known.since().plusMillis(config.maxKeyAgeMs()).isBefore(clock.instant());
        return tooOld ? new Keys(new JWKSet(), known.since(), known.problem()) : known;
    }

    private void tick() {
        boolean due = keys.problem() != null || ageS() * 1_000 >= config.refreshIntervalMs();
        if (due) {
            refresh();
        }
    }

    private double ageS() {
        return Duration.between(keys.since(), clock.instant()).toMillis() / 1_000.0;
    }

    /** The keys after a fetch that is or was under way; as they are if the last one began just now. Never fails. */
    private synchronized CompletableFuture<Keys> refresh() {
        if (underWay != null && !underWay.isDone()) {
            return underWay.copy();
        }
        long now = System.nanoTime();
        if (now - lastAttemptNs < TimeUnit.MILLISECONDS.toNanos(config.minRefreshIntervalMs())) {
            return CompletableFuture.completedFuture(keys);
        }
        lastAttemptNs = now;
        underWay = fetch().handle(this::settle);
        return underWay.copy();
    }

    private CompletableFuture<JWKSet> fetch() {
        return document(config.discovery())
                .thenCompose(discovered -> document(keysAddress(discovered)))
                .thenApply(ProviderKeys::signatureKeys);
    }

    private Keys settle(@Nullable JWKSet set, @Nullable Throwable failure) {
        Keys before = keys;
        if (set != null) {
            fetched.increment();
            if (before.problem() != null) {
                log.info("the identity provider {} answers; it has {} keys", config.issuer(), set.size());
            }
            keys = new Keys(set, clock.instant(), null);
        } else {
            failed.increment();
            String problem = reason(Objects.requireNonNull(failure));
            if (!problem.equals(before.problem())) {
                log.warn("the identity provider {} cannot be used: {}", config.issuer(), problem);
            }
            keys = new Keys(before.set(), before.since(), problem);
        }
        return keys;
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    /** A JSON document, at most {@value #MAX_DOCUMENT_BYTES} bytes of it. */
    private CompletableFuture<Map<String, Object>> document(URI address) {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(Duration.ofMillis(config.timeoutMs()))
                .header("Accept", "application/json")
                .build();
        return http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), MAX_DOCUMENT_BYTES))
                // The request's own limit ends with the headers of the answer.
                .orTimeout(config.timeoutMs(), TimeUnit.MILLISECONDS)
                .handle((answer, failure) -> parsed(address, answer, failure));
    }

    private static Map<String, Object> parsed(
            URI address, @Nullable HttpResponse<String> answer, @Nullable Throwable failure) {
        if (answer == null) {
            throw new CompletionException(
                    new IOException(address + " does not answer (" + cause(Objects.requireNonNull(failure)) + ")"));
        }
        if (answer.statusCode() != 200) {
            throw new CompletionException(new IOException(address + " answers with status " + answer.statusCode()));
        }
        try {
            return JSONObjectUtils.parse(answer.body());
        } catch (ParseException e) {
            throw new CompletionException(new IOException(address + " answers with what is no JSON object"));
        }
    }

    private static String cause(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String name = innermost.getClass().getSimpleName();
        return innermost.getMessage() == null ? name : name + ": " + innermost.getMessage();
    }

    /** The document has to be this issuer's own (OpenID Connect Discovery 1.0 section 4.3). */
    private URI keysAddress(Map<String, Object> discovered) {
        if (!config.issuer().equals(discovered.get("issuer"))) {
            throw new IllegalStateException(config.discovery() + " is of the issuer " + discovered.get("issuer"));
        }
        if (discovered.get("jwks_uri") instanceof String text) {
            try {
                URI address = URI.create(text);
                if (OidcConfig.isProtected(address)) {
                    return address;
                }
            } catch (IllegalArgumentException e) {
                // said below
            }
        }
        throw new IllegalStateException(config.discovery() + " has no https address as its jwks_uri");
    }

    private static JWKSet signatureKeys(Map<String, Object> document) {
        try {
            List<JWK> usable = JWKSet.parse(document).toPublicJWKSet().getKeys().stream()
                    .filter(key -> !KeyType.OCT.equals(key.getKeyType()) && !KeyUse.ENCRYPTION.equals(key.getKeyUse()))
                    .limit(MAX_KEYS)
                    .toList();
            if (usable.isEmpty()) {
                throw new IllegalStateException("it publishes no key for signatures");
            }
            return new JWKSet(usable);
        } catch (ParseException e) {
            throw new IllegalStateException("its keys cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        http.shutdownNow();
    }
}
