package org.eir.bench.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import org.eir.bench.support.MeasuredProcess;
import org.eir.core.identity.Imei;
import org.eir.testkit.StolenLists;
import org.jspecify.annotations.Nullable;

/** One file on its way into a node, step by step, and the check that it arrived. */
final class ImportRun implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int POLL_MS = 20;

    private final URI imports;
    private final int s13Port;
    private @Nullable Mme mme;
    private final HttpClient http = HttpClient.newHttpClient();
    private final MeasuredProcess node;
    private volatile long sentNs;
    private volatile long sentPeak;

    /**
     * What a step took.
     *
     * @param seconds how long
     * @param peakBytes memory that the node had resident at most until its end
     */
    record Stage(double seconds, long peakBytes) {}

    /**
     * All steps.
     *
     * @param upload until the last octet was handed over
     * @param preview from there until the node can say what the file would change
     * @param apply from the order to apply until that is committed and this node's register has it
     * @param answered from there until an MME is told of the last phone in the file
     */
    record Stages(Stage upload, Stage preview, Stage apply, Stage answered) {
        double all() {
            return upload.seconds() + preview.seconds() + apply.seconds() + answered.seconds();
        }
    }

    /** @param node a node that said its HTTP and its S13 port */
    ImportRun(MeasuredProcess node) throws IOException {
        this.node = node;
        this.imports = URI.create("http://127.0.0.1:" + node.number(0) + "/api/v1/imports");
        this.s13Port = (int) node.number(1);
    }

    /** Brings the file into the black list. */
    Stages run(Path file, StolenLists list, StolenLists.Expected expected) throws IOException, InterruptedException {
        Imei last = last(list.listed());
        long begin = System.nanoTime();
        JsonNode job = post("?list=black&dryRun=true", BodyPublishers.ofInputStream(() -> watched(file)));
        URI path = URI.create(imports + "/" + job.path("id").asLong());
        await(path, "previewed");
        long previewed = System.nanoTime();
        long previewedPeak = node.peakResidentBytes();
        post("/" + job.path("id").asLong() + "/apply", BodyPublishers.noBody());
        JsonNode counts = await(path, "applied").path("counts");
        long applied = System.nanoTime();
        long appliedPeak = node.peakResidentBytes();
        while (!isProhibited(last)) {
            Thread.sleep(1);
        }
        long answered = System.nanoTime();
        requireEqual("new", expected.added(), counts);
        requireEqual("rejected", expected.rejected(), counts);
        requireEqual("unchanged", expected.repeated(), counts);
        return new Stages(
                new Stage((sentNs - begin) / 1e9, sentPeak),
                new Stage((previewed - sentNs) / 1e9, previewedPeak),
                new Stage((applied - previewed) / 1e9, appliedPeak),
                new Stage((answered - applied) / 1e9, node.peakResidentBytes()));
    }

    private static Imei last(Iterator<Imei> listed) {
        Imei last = listed.next();
        while (listed.hasNext()) {
            last = listed.next();
        }
        return last;
    }

    private InputStream watched(Path file) {
        try {
            return new FilterInputStream(Files.newInputStream(file)) {
                @Override
                public int read(byte[] target, int from, int length) throws IOException {
                    int read = super.read(target, from, length);
                    if (read < 0) {
                        sentNs = System.nanoTime();
                        sentPeak = node.peakResidentBytes();
                    }
                    return read;
                }
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode post(String path, BodyPublisher body) throws IOException, InterruptedException {
        return send(request(URI.create(imports + path))
                .header("Content-Type", "text/csv")
                .POST(body));
    }

    private JsonNode await(URI path, String state) throws IOException, InterruptedException {
        JsonNode job = send(request(path).GET());
        while (!job.path("state").asText().equals(state)) {
            if (job.path("state").asText().equals("failed")) {
                throw new IllegalStateException("the import failed: " + job);
            }
            Thread.sleep(POLL_MS);
            job = send(request(path).GET());
        }
        return job;
    }

    private static HttpRequest.Builder request(URI path) {
        return HttpRequest.newBuilder(path).header("Authorization", "Bearer " + NodeServer.TOKEN);
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var answer = http.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException("the node refused: " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    private static void requireEqual(String name, long expected, JsonNode counts) {
        if (counts.path(name).asLong() != expected) {
            throw new IllegalStateException(
                    "of the file " + expected + " rows are " + name + ", and not as in " + counts);
        }
    }

    /** The MME connects at the first question: while an import runs it would answer no watchdog. */
    boolean isProhibited(Imei imei) throws IOException {
        if (mme == null) {
            mme = Mme.connect(s13Port);
        }
        return mme.isProhibited(imei);
    }

    @Override
    public void close() throws IOException {
        if (mme != null) {
            mme.close();
        }
        http.close();
    }
}
