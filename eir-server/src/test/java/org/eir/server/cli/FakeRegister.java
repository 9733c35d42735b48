package org.eir.server.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A register that answers what it was told to, and remembers what it was asked. */
final class FakeRegister implements AutoCloseable {
    static final String TOKEN = "secret-of-the-administrator";

    /** A question, with the query as sent. */
    record Asked(String question, String body) {}

    private record Answer(int status, String body) {}

    private final HttpServer server;
    private final Map<String, List<Answer>> answers = new HashMap<>();
    private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());

    private FakeRegister(HttpServer server) {
        this.server = server;
    }

    static FakeRegister start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        FakeRegister register = new FakeRegister(server);
        server.createContext("/", register::answer);
        server.start();
        return register;
    }

    /** What it says to {@code GET /path}; told several times, it says one after the other and repeats the last. */
    FakeRegister says(String question, int status, String body) {
        answers.computeIfAbsent(question, unasked -> new ArrayList<>()).add(new Answer(status, body));
        return this;
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    List<String> questions() {
        return asked().stream().map(Asked::question).toList();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String question = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            asked.add(new Asked(question, body));
            Answer answer =
                    ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))
                            ? next(question)
                            : new Answer(401, "{\"title\":\"Unauthorized\",\"status\":401}");
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private synchronized Answer next(String question) {
        List<Answer> told = answers.get(question);
        if (told == null) {
            return new Answer(404, "{\"detail\":\"There is nothing at " + question + ".\"}");
        }
        return told.size() == 1 ? told.getFirst() : told.removeFirst();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
