package org.eir.bench.node;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.eir.core.identity.Imei;

/** Clients that block phones nobody blocked before, and ask about each over S13 as soon as that was answered. */
final class BlockRun {
    private static final int CREATED = 201;
    private static final long LONGEST_NS = 60_000_000_000L;
    private static final long FIRST_DEVICE = 35_693_803_000_000L;

    private final URI entries;
    private final int s13Port;
    private final AtomicLong nextDevice = new AtomicLong(FIRST_DEVICE);

    /** Does one thing, again and again; false if the answer that came next was the old one. */
    @FunctionalInterface
    interface Step extends AutoCloseable {
        boolean once() throws Exception;

        @Override
        default void close() throws Exception {}
    }

    /**
     * What some clients did.
     *
     * @param tookNs from the request to the changed answer
     * @param stale answers that had not changed
     */
    record Result(double perSecond, Histogram tookNs, long stale) {}

    BlockRun(int httpPort, int s13Port) {
        this.entries = URI.create("http://127.0.0.1:" + httpPort + "/api/v1/entries");
        this.s13Port = s13Port;
    }

    /** Blocks for some seconds. */
    Result block(int clients, int seconds) throws InterruptedException {
        return repeat(clients, seconds, this::client);
    }

    private Step client() throws IOException {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        Mme mme = Mme.connect(s13Port);
        return new Step() {
            @Override
            public boolean once() throws IOException, InterruptedException {
                Imei device = new Imei(nextDevice.getAndIncrement());
                add(http, device);
                return mme.isProhibited(device);
            }

            @Override
            public void close() throws IOException {
                mme.close();
                http.close();
            }
        };
    }

    private void add(HttpClient http, Imei device) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(entries)
                .header("Authorization", "Bearer " + NodeServer.TOKEN)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"list\":\"black\",\"identity\":\"%s\",\"reason\":\"stolen\"}".formatted(device.text())))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != CREATED) {
            throw new IllegalStateException("the node refused: " + answer.statusCode() + " " + answer.body());
        }
    }

    /** Some clients, each on a thread of its own, for some seconds. */
    static Result repeat(int clients, int seconds, Callable<Step> client) throws InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            long end = System.nanoTime() + seconds * 1_000_000_000L;
            List<Future<Result>> parts = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                parts.add(threads.submit(() -> until(end, seconds, client)));
            }
            Histogram all = new Histogram(LONGEST_NS, 3);
            long stale = 0;
            for (Future<Result> part : parts) {
                all.add(part.get().tookNs());
                stale += part.get().stale();
            }
            return new Result((double) all.getTotalCount() / seconds, all, stale);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static Result until(long end, int seconds, Callable<Step> client) throws Exception {
        Histogram took = new Histogram(LONGEST_NS, 3);
        long stale = 0;
        try (Step step = client.call()) {
            while (System.nanoTime() < end) {
                long begin = System.nanoTime();
                stale += step.once() ? 0 : 1;
                took.recordValue(Math.min(System.nanoTime() - begin, LONGEST_NS));
            }
        }
        return new Result((double) took.getTotalCount() / seconds, took, stale);
    }
}
