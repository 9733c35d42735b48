package org.eir.admin.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.eir.admin.AdminConfig;
import org.eir.admin.TestNode;
import org.eir.admin.TestNode.Answer;
import org.eir.core.identity.Imei;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Uploads that are large, slow, cut off or hostile; the heap of these tests is far smaller than the files. */
class UploadTest {
    private static final long FIRST = 35_000_000_000_000L;

    private TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void aLargeFileIsReadAsItArrives() {
        node.imports.onlyCount();
        int rows = 1_000_000;

        Answer job = node.upload("list=black&dryRun=true", BodyPublishers.ofInputStream(() -> new Rows(rows, "")));

        assertThat(job.status()).isEqualTo(202);
        assertThat(job.body().at("/counts/new").asLong()).isEqualTo(rows);
    }

    @Test
    void aFileLargerThanTheHeapIsRead() {
        node.close();
        node = new TestNode(new AdminConfig("127.0.0.1", 0, "op-a", 0, 10_000, 5_000, 300, 100, 2_000));
        node.imports.onlyCount();
        int rows = 200_000;

        Answer job = node.upload(
                "list=black&dryRun=true",
                BodyPublishers.ofInputStream(() -> new Rows(rows, "," + "x".repeat(200) + "," + " ".repeat(1_000))));

        assertThat(job.body().at("/counts/rejected").asLong()
                        + job.body().at("/counts/new").asLong())
                .isEqualTo(rows);
    }

    @Test
    void aFileBeyondTheLimitIsRefusedAndNothingOfItCounts() {
        node.close();
        node = new TestNode(new AdminConfig("127.0.0.1", 0, "op-a", 100_000, 10_000, 5_000, 300, 100, 2_000));

        Answer refused = node.upload("list=black", BodyPublishers.ofInputStream(() -> new Rows(10_000, "")));

        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.problem()).isEqualTo("too-large");
        assertThat(refused.text("/detail")).contains("http.maxImportBytes");
        assertFailed("larger than 100000 bytes");
    }

    @Test
    void aPackedFileIsLimitedByItsUnpackedSize() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("imei\n".getBytes(StandardCharsets.UTF_8));
            byte[] blanks = "\n".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 2_000; i++) {
                gzip.write(blanks);
            }
        }

        Answer refused = node.send(node.request("/api/v1/imports?list=black")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(packed.toByteArray())));

        assertThat(refused.status()).isEqualTo(413);
        assertFailed("larger than 67108864 bytes");
    }

    @Test
    void progressIsShownWhileAFileArrives() throws IOException {
        try (Socket sender = halfAnUpload()) {
            assertThat(sender.isConnected()).isTrue();
            Awaitility.await().untilAsserted(() -> {
                Answer job = node.get("/api/v1/imports/1");
                assertThat(job.text("/state")).isEqualTo("receiving");
                assertThat(job.body().at("/counts/rows").asLong()).isPositive();
            });
        }
    }

    @Test
    void anUploadThatBreaksOffIsGivenUp() throws IOException {
        try (Socket sender = halfAnUpload()) {
            assertThat(sender.isConnected()).isTrue();
            Awaitility.await().until(() -> node.imports.opened() == 1);
        }

        assertFailed("broke off");
    }

    @Test
    void anUploadThatStallsIsGivenUp() throws IOException {
        node.close();
        node = new TestNode(new AdminConfig("127.0.0.1", 0, "op-a", 0, 600_000, 200, 100, 100, 2_000));

        try (Socket sender = halfAnUpload()) {
            assertFailed("broke off");
            assertThat(new String(sender.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 503");
        }
    }

    @Test
    void anUploadMayTakeLongerThanAnOrdinaryCall() {
        node.close();
        node = new TestNode(new AdminConfig("127.0.0.1", 0, "op-a", 0, 200, 5_000, 50, 100, 2_000));
        node.imports.delayRows(20);

        Answer job = node.upload("list=black&dryRun=true", BodyPublishers.ofInputStream(() -> new Rows(40, "")));

        assertThat(job.status()).isEqualTo(202);
    }

    @Test
    void whoHasNoTokenIsToldSoEvenInTheMiddleOfALargeFile() {
        Answer refused = node.send(node.anonymous("/api/v1/imports?list=black")
                .POST(BodyPublishers.ofInputStream(() -> new Rows(3_000_000, ""))));

        assertThat(refused.status()).isEqualTo(401);
    }

    @Test
    void aRefusalReachesASenderThatSendsEverythingFirst() {
        Answer header = node.upload("list=black", BodyPublishers.ofInputStream(() -> new Rows(500_000, ",x")));
        Answer parameter = node.upload("list=blue", BodyPublishers.ofInputStream(() -> new Rows(500_000, "")));

        assertThat(header.status()).isEqualTo(422);
        assertThat(parameter.status()).isEqualTo(422);
    }

    @Test
    void aSlowDatabaseSlowsTheSenderDown() throws InterruptedException {
        node.imports.delayRows(1_000);
        int rows = 3_000_000;
        Rows file = new Rows(rows, "");

        Thread sender = Thread.ofVirtual().start(() -> {
            try {
                node.upload("list=black", BodyPublishers.ofInputStream(() -> file));
            } catch (UncheckedIOException closed) {
                // The node is closed before the file is sent.
            }
        });
        Thread.sleep(1_500);

        assertThat(file.row).isPositive().isLessThan(rows);
        node.server.close();
        sender.join();
    }

    private void assertFailed(String why) {
        Answer job = node.settled(1);
        assertThat(job.text("/state")).isEqualTo("failed");
        assertThat(job.text("/failure")).contains(why, "nothing was imported");
        Awaitility.await()
                .until(() -> node.meters
                                .get("eir.imports")
                                .tag("state", "failed")
                                .counter()
                                .count()
                        == 1);
    }

    /** The head of a request whose body is announced, and some rows of it. */
    private Socket halfAnUpload() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.server.port());
        OutputStream out = socket.getOutputStream();
        out.write(
                ("POST /api/v1/imports?list=black HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nAuthorization: Bearer "
                                + TestNode.TOKEN
                                + "\r\nContent-Length: 1000000\r\n\r\nimei\n490154203237518\n356938035643809\n")
                        .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return socket;
    }

    /** A file that exists only while it is read: a header and one IMEI after the other. */
    private static final class Rows extends InputStream {
        private final int count;
        private final String tail;
        private byte[] line = "imei\n".getBytes(StandardCharsets.US_ASCII);
        private int position;
        private volatile int row;

        Rows(int count, String tail) {
            this.count = count;
            this.tail = tail;
            if (tail.startsWith(",xx")) {
                line = "imei,reference,reason\n".getBytes(StandardCharsets.US_ASCII);
            } else if (!tail.isEmpty()) {
                line = "imei,colour\n".getBytes(StandardCharsets.US_ASCII);
            }
        }

        @Override
        public int read() {
            if (position == line.length) {
                if (row == count) {
                    return -1;
                }
                Imei imei = new Imei(FIRST + row);
                row = row + 1;
                line = (imei.text() + imei.checkDigit() + tail + "\n").getBytes(StandardCharsets.US_ASCII);
                position = 0;
            }
            return line[position++];
        }
    }
}
