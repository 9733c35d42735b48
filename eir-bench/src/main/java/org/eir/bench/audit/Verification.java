package org.eir.bench.audit;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.eir.admin.audit.AuditLineReader;
import org.eir.admin.audit.AuditLineReader.Seal;
import org.eir.admin.audit.AuditLineWriter;
import org.eir.bench.node.Laboratory;
import org.eir.core.audit.AuditReport;
import org.eir.core.audit.AuditVerifier;
import org.eir.core.audit.SignedNote;
import org.eir.store.PostgresAuditTrail;

/**
 * One verification of everything, with one public key trusted.
 *
 * @param report what it came to
 * @param seconds how long it took
 * @param sealed whether what it was read from is signed; true for a database, which is not
 */
record Verification(AuditReport report, double seconds, boolean sealed) {
    private static final int BUFFER_BYTES = 1 << 16;

    boolean holds() {
        return report.finding() == null && sealed;
    }

    private static AuditVerifier verifier(SignedLog log) {
        return new AuditVerifier(List.of(log.signer().key()), List.of(), rows -> {});
    }

    /** Of the database itself. */
    static Verification ofDatabase(SignedLog log) throws IOException {
        AuditVerifier verifier = verifier(log);
        long begin = System.nanoTime();
        new PostgresAuditTrail(log.database()).tell(verifier);
        return new Verification(verifier.report(), Laboratory.seconds(begin), true);
    }

    /** Of an export, as {@code eir audit verify EXPORT} does it. */
    static Verification ofExport(SignedLog log, Path file) throws IOException {
        AuditVerifier verifier = verifier(log);
        long begin = System.nanoTime();
        try (InputStream lines = new GZIPInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
            boolean sealed = new AuditLineReader(lines)
                    .tell(verifier)
                    .filter(Seal::fits)
                    .filter(seal -> seal.note().isSignedBy(log.signer().key()))
                    .isPresent();
            return new Verification(verifier.report(), Laboratory.seconds(begin), sealed);
        }
    }

    /** Writes an export, as a node does; returns the seconds it took. */
    static double export(SignedLog log, Path file) throws IOException {
        long begin = System.nanoTime();
        try (OutputStream out = new GZIPOutputStream(
                new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES), BUFFER_BYTES)) {
            new PostgresAuditTrail(log.database())
                    .tell(new AuditLineWriter(
                            out,
                            SignedLog.NAME,
                            text -> SignedNote.sign(text, List.of(log.signer())).print(),
                            Instant.now()));
        }
        return Laboratory.seconds(begin);
    }
}
