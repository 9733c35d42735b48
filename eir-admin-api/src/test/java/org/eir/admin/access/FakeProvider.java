package org.eir.admin.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A small OpenID Connect provider over HTTP: discovery, keys that can be rotated, tokens. */
final class FakeProvider implements AutoCloseable {
    static final String AUDIENCE = "eir";

    private HttpServer http;
    private final int port;
    final String issuer;
    final AtomicInteger asked = new AtomicInteger();
    volatile List<JWK> published;
    volatile String named;

    FakeProvider(JWK... keys) {
        this.published = List.of(keys);
        this.http = listen(0);
        this.port = http.getAddress().getPort();
        this.issuer = "http://127.0.0.1:" + port + "/realms/staff";
        this.named = issuer;
    }

    private HttpServer listen(int at) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
            server.createContext(
                    "/realms/staff/.well-known/openid-configuration",
                    exchange ->
                            answer(exchange, "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}".formatted(named, issuer)));
            server.createContext("/realms/staff/keys", exchange -> {
                asked.incrementAndGet();
                answer(exchange, new JWKSet(published).toString());
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** From now on a new key is published, and the old one no more. */
    void rotateTo(JWK key) {
        published = List.of(key);
    }

    void goAway() {
        http.stop(0);
    }

    void comeBack() {
        http = listen(port);
    }

    static ECKey newKey(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(id)
                    .keyUse(KeyUse.SIGNATURE)
                    .generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /** A good token of an operator, with what the test makes of it. */
    String token(ECKey key, Consumer<JWTClaimsSet.Builder> change) {
        return signed(key, JWSAlgorithm.ES256, claims(change));
    }

    String token(ECKey key) {
        return token(key, claims -> {});
    }

    JWTClaimsSet claims(Consumer<JWTClaimsSet.Builder> change) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(AUDIENCE)
                .subject("0b5c")
                .expirationTime(Date.from(Instant.now().plusSeconds(300)))
                .claim("preferred_username", "jane.doe")
                .claim("roles", List.of("eir-operators", "coffee"));
        change.accept(claims);
        return claims.build();
    }

    static String signed(ECKey key, JWSAlgorithm algorithm, JWTClaimsSet claims) {
        try {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), claims);
            jwt.sign(new ECDSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
