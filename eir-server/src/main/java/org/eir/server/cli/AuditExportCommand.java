package org.eir.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.eir.admin.audit.AuditExportResource;
import org.eir.admin.audit.AuditLineReader;
import org.eir.admin.audit.AuditLineReader.Seal;
import org.eir.core.audit.AuditTrail.Beside;
import org.eir.core.audit.AuditTrail.Listener;
import org.eir.core.audit.AuditTrail.RecordedChange;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "export",
        description = "Writes the whole record of changes to files that verify without the register.",
        footer = {"", "Example:", "  eir audit export /media/usb/eir-2026-11"})
@SuppressWarnings("NullAway.Init") // picocli fills the parameters
final class AuditExportCommand extends NodeCommand {
    /** The record itself, in the directory of an export. */
    static final String FILE = "audit.jsonl.gz";

    private static final String README = """
            This is the whole record of changes of an Equipment Identity Register: who changed what, when and why.

            %s   one JSON object a line (packed with gzip): change sets with their rows and what lies beside
                             them, signed checkpoints, and everything that was in force; the last line is signed
            SEAL.txt         that last line's signed note

            To verify it you need the public key of the log, from a source other than this directory:

                eir audit verify --key KEY %s

            Every octet is described in docs/reference/audit-log.md of the register's source, so that you can verify it
            with a program of your own. It holds names of people who made changes, and references of cases: personal data.
            """.formatted(FILE, FILE);

    @Parameters(paramLabel = "DIRECTORY", description = "Where to; made if it is not there.")
    private Path directory;

    AuditExportCommand(Console console) {
        super(console);
    }

    @Override
    protected int ask(RegisterClient register) throws CommandFailure {
        Path file = directory.resolve(FILE);
        Path part = directory.resolve(FILE + ".part");
        try {
            Files.createDirectories(directory);
            receive(register, part);
            Counted counted = new Counted();
            Seal seal = seal(part, counted);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(directory.resolve("SEAL.txt"), seal.note().print());
            Files.writeString(directory.resolve("README.txt"), README);
            console.line(file + ": " + counted.changes + " changes with " + counted.rows + " rows, "
                    + counted.checkpoints + " checkpoints, " + counted.inForce
                    + " things in force, %,d bytes".formatted(Files.size(file)));
            return 0;
        } catch (IOException e) {
            throw CommandFailure.failed("The export failed: " + e + ".");
        }
    }

    private static void receive(RegisterClient register, Path part) throws CommandFailure, IOException {
        RegisterClient.Stream answer = register.stream(AuditExportResource.PATH);
        try (InputStream body = answer.body();
                OutputStream out = answer.packed()
                        ? Files.newOutputStream(part)
                        : new GZIPOutputStream(Files.newOutputStream(part), 1 << 16)) {
            body.transferTo(out);
        }
    }

    /** Reads what was received from its first line to its last. */
    private static Seal seal(Path part, Counted counted) throws CommandFailure, IOException {
        try (InputStream lines = new GZIPInputStream(Files.newInputStream(part), 1 << 16)) {
            return new AuditLineReader(lines)
                    .tell(counted)
                    .filter(Seal::fits)
                    .orElseThrow(() -> CommandFailure.failed(
                            "The export broke off before its end; what came is in " + part + "."));
        }
    }

    private static final class Counted implements Listener {
        private long changes;
        private long rows;
        private long checkpoints;
        private long inForce;

        @Override
        public void begin(long lastRevision) {}

        @Override
        public void changeSet(RecordedChange change, Beside actor) {
            changes++;
        }

        @Override
        public void row(long number, byte[] canonical, Beside personal) {
            rows++;
        }

        @Override
        public void checkpoint(long size, String note) {
            checkpoints++;
        }

        @Override
        public void inForce(byte[] canonical) {
            inForce++;
        }

        @Override
        public void end() {}
    }
}
