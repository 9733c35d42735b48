package org.eir.admin.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.eir.admin.TestNode;
import org.eir.admin.audit.AuditLineReader.Seal;
import org.eir.core.audit.AuditTrail.Beside;
import org.eir.core.audit.AuditTrail.Listener;
import org.eir.core.audit.AuditTrail.RecordedChange;
import org.eir.core.audit.Finding;
import org.eir.core.audit.LogStatus;
import org.eir.core.change.AccessJournal.Access;
import org.eir.core.change.AccessJournal.Read;
import org.eir.core.change.StoreUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole record of changes as a signed stream. */
class AuditExportTest {
    private static final int ROWS = 20_000;

    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void aStreamOfAnyLengthEndsWithASignedSealAndIsOnRecord() throws Exception {
        node.trail = listener -> {
            listener.begin(1);
            for (int row = 1; row <= ROWS; row++) {
                listener.row(row, new byte[100], Beside.NOTHING);
            }
            listener.end();
        };
        String token = node.key("auditor");

        TestNode.Answer answer = node.get(token, AuditExportResource.PATH);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).startsWith("application/jsonl");
        String lines = answer.raw().body();
        assertThat(lines.lines()).hasSize(ROWS + 2);
        Optional<Seal> seal = seal(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
        assertThat(seal).isPresent();
        assertThat(seal.get().fits()).isTrue();
        assertThat(seal.get().note().isSignedBy(node.log.signer.key())).isTrue();
        assertThat(node.sightings.accesses).contains(new Access(Read.AUDIT_EXPORT, null, null, null));
    }

    @Test
    void itIsPackedForWhoTakesThat() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer = client.send(
                    node.request(TestNode.TOKEN, AuditExportResource.PATH)
                            .header("Accept-Encoding", "deflate, gzip")
                            .GET()
                            .build(),
                    BodyHandlers.ofByteArray());

            assertThat(answer.headers().firstValue("content-encoding")).contains("gzip");
            assertThat(seal(new GZIPInputStream(new ByteArrayInputStream(answer.body()))))
                    .isPresent();
        }
    }

    @Test
    void aNodeWhoseLogDoesNotFitExportsItAllTheSameAndSaysInItsOwnLogWhoHadIt() throws Exception {
        String token = node.key("auditor");
        node.log.status = new LogStatus(
                LogStatus.State.INCONSISTENT,
                7,
                new Finding(Finding.Kind.LEAF_CHANGED, 7, 0, "is not what was hashed"));

        TestNode.Answer answer = node.get(token, AuditExportResource.PATH);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(seal(new ByteArrayInputStream(answer.raw().body().getBytes(StandardCharsets.UTF_8))))
                .isPresent();
        assertThat(node.sightings.accesses).isEmpty();
        assertThat(node.get("/metrics").raw().body()).contains("eir_audit_exports_unrecorded_total 1.0");
    }

    @Test
    void beforeTheLogIsCheckedWhoExportsItIsToComeBack() {
        node.log.status = new LogStatus(LogStatus.State.CHECKING, 3, null);

        assertThat(node.get(TestNode.TOKEN, AuditExportResource.PATH).problem()).isEqualTo("log-unchecked");
        assertThat(node.sightings.accesses).isEmpty();
    }

    @Test
    void aStoreThatFailsOnTheWayBreaksTheStreamOff() {
        node.trail = listener -> {
            listener.begin(1);
            throw new StoreUnavailableException("the database went away", new IllegalStateException());
        };
        assertThatThrownBy(() -> node.get(TestNode.TOKEN, AuditExportResource.PATH))
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void whoMayNotReadTheJournalGetsNone() {
        assertThat(node.get(node.key("viewer"), AuditExportResource.PATH).problem())
                .isEqualTo("not-permitted");
        assertThat(node.sightings.accesses).isEmpty();
    }

    private static Optional<Seal> seal(InputStream lines) throws Exception {
        return new AuditLineReader(lines).tell(new Listener() {
            @Override
            public void begin(long lastRevision) {}

            @Override
            public void changeSet(RecordedChange change, Beside actor) {}

            @Override
            public void row(long number, byte[] canonical, Beside personal) {}

            @Override
            public void checkpoint(long size, String note) {}

            @Override
            public void inForce(byte[] canonical) {}

            @Override
            public void end() {}
        });
    }
}
