package org.eir.server.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.eir.admin.audit.AuditExportResource;
import org.eir.admin.audit.AuditLineReader;
import org.eir.admin.audit.AuditLineReader.NotAnExportException;
import org.eir.admin.audit.AuditLineReader.Seal;
import org.eir.core.audit.AuditReport;
import org.eir.core.audit.AuditReport.ErasureTold;
import org.eir.core.audit.AuditVerifier;
import org.eir.core.audit.Finding;
import org.eir.core.audit.LogKey;
import org.eir.core.change.StoreException;
import org.eir.server.config.EirConfig;
import org.eir.server.config.Loaded;
import org.eir.store.Database;
import org.eir.store.DatabaseConfig;
import org.eir.store.PostgresAuditTrail;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        description = "Verifies the whole record of changes, trusting nothing but a public key.",
        footer = {
            "",
            "Examples:",
            "  eir audit verify --key log.pub                            a running node",
            "  eir audit verify --key log.pub export/audit.jsonl.gz      an export, without the register",
            "  eir audit verify --key log.pub --database eir.yaml        the database itself",
            "  eir audit verify --key log.pub --kept /mnt/witness        that nothing was rewritten since then",
            "",
            "Exit code 0 only if everything holds. What can be found, and how to write a verifier of one's own:",
            "docs/reference/audit-log.md."
        })
final class AuditVerifyCommand extends NodeCommand {
    private static final int GZIP_MAGIC = 0x1F;

    @Parameters(paramLabel = "EXPORT", arity = "0..1", description = "A file that 'eir audit export' has written.")
    private @Nullable Path export;

    @Option(
            names = "--database",
            paramLabel = "FILE",
            description =
                    "Read the database that this configuration names, past every node. Of the file only the section"
                            + " 'database' counts; a role that may read is enough.")
    private @Nullable Path configuration;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "The log's public key, or a file with it, from a source that you trust; may be repeated."
                    + " Default: DIR/audit/log.pub, which trusts this machine.")
    private List<String> keys = new ArrayList<>();

    @Option(
            names = "--kept",
            paramLabel = "PATH",
            description =
                    "Checkpoints that were kept elsewhere, a file or a directory (a witness); may be repeated. Without"
                            + " any, changes taken off the end may go unnoticed. Default, without --key: what the node in DIR signed last.")
    private List<Path> kept = new ArrayList<>();

    AuditVerifyCommand(Console console) {
        super(console);
    }

    @Override
    protected int ask(RegisterClient register) throws CommandFailure {
        if (export != null && configuration != null) {
            throw CommandFailure.wrongUsage("Either an export or --database, not both.");
        }
        List<LogKey> trusted = TrustedFiles.keys(keys, dataDirectory(), console);
        Path own = dataDirectory().resolve("audit").resolve("node.checkpoint");
        if (export == null && keys.isEmpty() && kept.isEmpty() && Files.isReadable(own)) {
            kept.add(own);
        }
        AuditVerifier verifier = new AuditVerifier(trusted, TrustedFiles.checkpoints(kept), this::progress);
        long started = System.nanoTime();
        Finding seal = verified(register, verifier);
        AuditReport report = verifier.report();
        Finding finding = report.finding() != null ? report.finding() : seal;
        if (output.json) {
            console.json(json(report, finding));
        } else {
            print(report, finding, (System.nanoTime() - started) / 1e9);
        }
        return finding == null ? 0 : CommandFailure.FAILED;
    }

    /** Feeds the verifier; what is wrong with the seal of an export, if anything is. */
    private @Nullable Finding verified(RegisterClient register, AuditVerifier verifier) throws CommandFailure {
        if (configuration != null) {
            readDatabase(configuration, verifier);
            return null;
        }
        try (InputStream lines = export != null ? open(export) : open(register)) {
            Optional<Seal> seal = new AuditLineReader(lines).tell(verifier);
            return seal.isEmpty() ? null : finding(seal.get(), verifier.report());
        } catch (NotAnExportException e) {
            throw CommandFailure.failed("This is no export that can be read: " + e.getMessage() + ".");
        } catch (IOException e) {
            throw CommandFailure.failed("Reading the record of changes failed: " + e + ".");
        }
    }

    private static @Nullable Finding finding(Seal seal, AuditReport report) {
        boolean signed = report.keys().stream().anyMatch(seal.note()::isSignedBy);
        return signed && seal.fits()
                ? null
                : new Finding(
                        Finding.Kind.EXPORT_ALTERED,
                        0,
                        0,
                        signed
                                ? "lines were changed after it was signed"
                                : "what it ends with is signed by no key that is trusted");
    }

    private static InputStream open(Path file) throws CommandFailure, IOException {
        Path lines = Files.isDirectory(file) ? file.resolve(AuditExportCommand.FILE) : file;
        if (!Files.isReadable(lines)) {
            throw CommandFailure.failed("There is no export " + lines + " that can be read.");
        }
        PushbackInputStream raw = new PushbackInputStream(Files.newInputStream(lines));
        int first = raw.read();
        if (first >= 0) {
            raw.unread(first);
        }
        return first == GZIP_MAGIC ? new GZIPInputStream(raw, 1 << 16) : raw;
    }

    private static InputStream open(RegisterClient register) throws CommandFailure, IOException {
        RegisterClient.Stream answer = register.stream(AuditExportResource.PATH);
        return answer.packed() ? new GZIPInputStream(answer.body(), 1 << 16) : answer.body();
    }

    private void readDatabase(Path file, AuditVerifier verifier) throws CommandFailure {
        Loaded<DatabaseConfig> loaded = EirConfig.database(file, console.environment());
        DatabaseConfig config = loaded.config().orElse(null);
        if (config == null) {
            String why = loaded.errors().getFirst().sentence();
            throw CommandFailure.failed(why.startsWith(file.toString()) ? why : file + ": " + why);
        }
        try (Database database = Database.open(config.withoutOwner(), new SimpleMeterRegistry())) {
            new PostgresAuditTrail(database).tell(verifier);
        } catch (StoreException e) {
            throw CommandFailure.failed(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new IllegalStateException("the verifier writes nothing", e);
        }
    }

    private void progress(long rows) {
        if (console.terminal().errors() && rows % 500_000 == 0) {
            console.note("%,d rows".formatted(rows));
        }
    }

    private void print(AuditReport report, @Nullable Finding finding, double seconds) {
        if (finding == null) {
            console.styledLine(console.styled("bold,green", "everything holds"));
        } else {
            console.styledLine(console.styled("bold,red", finding.kind().text()) + "  "
                    + Console.plain(finding.place() + finding.sentence()));
        }
        if (finding != null) {
            console.line("what held before that was found:");
        }
        Table table = new Table();
        table.row("changes", Long.toString(report.changes()));
        table.row("rows", Long.toString(report.rows()));
        table.row("checkpoints", Long.toString(report.checkpoints()));
        table.row("signed up to", "revision " + report.signed() + unsigned(report));
        table.row("opened", report.opened() + " commitments to names, references and notes");
        table.row("withheld", report.withheld() + " commitments to subscribers and requests");
        if (report.erased() > 0) {
            table.row("erased", report.erased() + " commitments by law, each as the log says:");
        }
        report.erasures().forEach(erasure -> table.row("", told(erasure)));
        if (report.erasures().size() == AuditReport.MAX_ERASURES) {
            table.row("", "and those after it: eir audit erasures has them all");
        }
        table.row(
                "in force",
                finding == null
                        ? report.inForce() + " entries, policies, rules, groups and keys are what the changes add up to"
                        : report.inForce() + " entries, policies, rules, groups and keys were compared");
        report.keys().forEach(key -> table.row("key", key.text()));
        if (kept.isEmpty()) {
            table.row("kept", "nothing elsewhere to compare with; --kept finds what was taken off the end");
        }
        table.row("took", "%.1f s, %,.0f rows a second".formatted(seconds, report.rows() / Math.max(seconds, 0.001)));
        table.print(console, "  ");
    }

    /** {@code revision 57, 2026-11-27: 2 note, 1 reference on the order "DPA 7/2026" by jane with boss}. */
    private static String told(ErasureTold erasure) {
        String what = erasure.fields().entrySet().stream()
                .map(field -> field.getValue() + " " + field.getKey().text())
                .collect(Collectors.joining(", "));
        String others = erasure.others() == 0 ? "" : ", " + erasure.others() + " beside the log";
        String order =
                erasure.order() == null ? " on an order that was erased" : " on the order \"" + erasure.order() + "\"";
        String actor = erasure.actor() == null ? "" : " by " + erasure.actor();
        String approver = erasure.approver() == null ? "" : " with " + erasure.approver();
        return "revision " + erasure.revision() + ", " + erasure.at().truncatedTo(ChronoUnit.SECONDS) + ": " + what
                + others + order + actor + approver;
    }

    private static String unsigned(AuditReport report) {
        long unsigned = report.changes() - report.signed();
        return unsigned == 0 ? "" : "; " + unsigned + " after it are not signed yet";
    }

    private static ObjectNode json(AuditReport report, @Nullable Finding finding) {
        ObjectNode json = Console.JSON.createObjectNode();
        json.put("ok", finding == null);
        if (finding != null) {
            json.putObject("finding")
                    .put("kind", finding.kind().text())
                    .put("revision", finding.revision())
                    .put("row", finding.row())
                    .put("sentence", finding.sentence());
        }
        json.put("changes", report.changes())
                .put("rows", report.rows())
                .put("checkpoints", report.checkpoints())
                .put("signed", report.signed())
                .put("opened", report.opened())
                .put("withheld", report.withheld())
                .put("inForce", report.inForce());
        json.put("erased", report.erased());
        ArrayNode erasures = json.putArray("erasures");
        for (ErasureTold erasure : report.erasures()) {
            ObjectNode told = erasures.addObject()
                    .put("revision", erasure.revision())
                    .put("at", erasure.at().toString())
                    .put("about", erasure.about())
                    .put("order", erasure.order())
                    .put("actor", erasure.actor())
                    .put("approver", erasure.approver())
                    .put("others", erasure.others());
            ObjectNode fields = told.putObject("fields");
            erasure.fields().forEach((field, count) -> fields.put(field.text(), count));
        }
        ArrayNode trusted = json.putArray("keys");
        report.keys().stream().map(LogKey::text).forEach(trusted::add);
        return json;
    }
}
