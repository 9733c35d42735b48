package org.eir.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.eir.admin.access.TrustedCertificates;

/** A node's REST API. Every call returns the answer's JSON or fails with a sentence that says what to do. */
final class RegisterClient implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration UPLOAD_TIMEOUT = Duration.ofHours(2);
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\..*|\\[?::1]?");
    private static final long MAX_ANSWER_BYTES = 16 << 20;

    private final NodeAccess node;
    private final HttpClient http;

    RegisterClient(NodeAccess node) throws CommandFailure {
        this.node = node;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_TIMEOUT);
        if (node.caFile().isPresent()) {
            builder.sslContext(trusting(node.caFile().get()));
        }
        this.http = builder.build();
    }

    private static SSLContext trusting(Path caFile) throws CommandFailure {
        try {
            return TrustedCertificates.in(caFile);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.failed(e.getMessage() + "; correct --ca-file or EIR_CA_FILE.");
        }
    }

    JsonNode get(String path, Map<String, String> query) throws CommandFailure {
        return send(request(path, query, ANSWER_TIMEOUT).GET().build());
    }

    JsonNode post(String path, JsonNode body) throws CommandFailure {
        return send(request(path, Map.of(), ANSWER_TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build());
    }

    /** Sets a resource: as it was at a version, or, at version 0, a new one. */
    JsonNode put(String path, JsonNode body, long version) throws CommandFailure {
        return send(request(path, Map.of(), ANSWER_TIMEOUT)
                .header("Content-Type", "application/json")
                .header(version == 0 ? "If-None-Match" : "If-Match", version == 0 ? "*" : "\"" + version + "\"")
                .PUT(BodyPublishers.ofString(body.toString()))
                .build());
    }

    /** As {@link #post}, for a resource as it was at a version. */
    JsonNode post(String path, JsonNode body, long version) throws CommandFailure {
        return send(request(path, Map.of(), ANSWER_TIMEOUT)
                .header("Content-Type", "application/json")
                .header("If-Match", "\"" + version + "\"")
                .POST(BodyPublishers.ofString(body.toString()))
                .build());
    }

    /**
     * Sends a file without keeping it in memory. What is packed goes as it is; what is not is packed on the way if the
     * way is long.
     */
    JsonNode upload(String path, Map<String, String> query, UploadFile file, Console console) throws CommandFailure {
        boolean packing = !file.isPacked() && !isHere();
        Supplier<InputStream> content = () -> packing ? GzipPacking.of(file.watched(console)) : file.watched(console);
        BodyPublisher stream = BodyPublishers.ofInputStream(content);
        HttpRequest.Builder request = request(path, query, UPLOAD_TIMEOUT)
                .header("Content-Type", "text/csv; charset=utf-8")
                .POST(packing ? stream : BodyPublishers.fromPublisher(stream, file.length()));
        if (packing || file.isPacked()) {
            request.header("Content-Encoding", "gzip");
        }
        return send(request.build());
    }

    /** Whether the register is on this machine. */
    private boolean isHere() {
        return LOOPBACK.matcher(String.valueOf(node.server().getHost())).matches();
    }

    /** Does something that may take as long as an import does. */
    JsonNode postLong(String path) throws CommandFailure {
        return send(request(path, Map.of(), UPLOAD_TIMEOUT)
                .POST(BodyPublishers.noBody())
                .build());
    }

    /** An identity or the like as one segment of a path. */
    static String segment(String text) {
        return encoded(text).replace("+", "%20");
    }

    private HttpRequest.Builder request(String path, Map<String, String> query, Duration timeout) {
        String parameters = new TreeMap<>(query)
                .entrySet().stream()
                        .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                        .collect(Collectors.joining("&"));
        URI uri = URI.create(node.server() + path + (parameters.isEmpty() ? "" : "?" + parameters));
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .header("Accept", "application/json, application/problem+json");
        node.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        return request;
    }

    private JsonNode send(HttpRequest request) throws CommandFailure {
        HttpResponse<byte[]> response =
                exchange(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
        JsonNode body = json(response.body());
        if (response.statusCode() / 100 != 2) {
            throw Problems.failure(node, response.statusCode(), body);
        }
        if (!body.isObject()) {
            throw CommandFailure.failed("What answers at " + node + " is no register; check --server.");
        }
        return body;
    }

    /** An answer that is read as it comes, packed with gzip or not, as {@link Stream} says. To be closed. */
    Stream stream(String path) throws CommandFailure {
        return stream(path, Map.of());
    }

    /** The same with parameters. */
    Stream stream(String path, Map<String, String> query) throws CommandFailure {
        HttpResponse<InputStream> response = exchange(
                request(path, query, UPLOAD_TIMEOUT)
                        .header("Accept-Encoding", "gzip")
                        .GET()
                        .build(),
                BodyHandlers.ofInputStream());
        try {
            if (response.statusCode() / 100 != 2) {
                try (InputStream problem = response.body()) {
                    throw Problems.failure(
                            node, response.statusCode(), json(problem.readNBytes((int) MAX_ANSWER_BYTES)));
                }
            }
        } catch (IOException e) {
            throw CommandFailure.failed("The connection to the register at " + node + " was lost (" + e + ").");
        }
        boolean packed =
                response.headers().firstValue("Content-Encoding").orElse("").equals("gzip");
        return new Stream(response.body(), packed);
    }

    /** The octets of an answer, and whether they are packed with gzip. */
    record Stream(InputStream body, boolean packed) {}

    private <T> HttpResponse<T> exchange(HttpRequest request, BodyHandler<T> handler) throws CommandFailure {
        try {
            return http.send(request, handler);
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw CommandFailure.failed("No register answers at " + node
                    + "; start one with ./eir start-dev, or name another with --server.");
        } catch (SSLException e) {
            throw CommandFailure.failed("The register at " + node + " cannot be trusted (" + e.getMessage()
                    + "); name its authority's certificate with --ca-file or EIR_CA_FILE.");
        } catch (HttpTimeoutException e) {
            throw CommandFailure.failed("The register at " + node + " took the request and did not answer within "
                    + request.timeout().orElse(ANSWER_TIMEOUT).toSeconds() + " seconds; its log says more.");
        } catch (IOException e) {
            throw CommandFailure.failed("The connection to the register at " + node + " was lost ("
                    + (e.getMessage() == null ? e : e.getMessage()) + "); its log says more.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("Interrupted while waiting for the register at " + node + ".");
        }
    }

    private static JsonNode json(byte[] body) {
        try {
            return Console.JSON.readTree(body);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
    }
}
