package org.eir.admin.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import org.eir.core.audit.AuditTrail.Beside;
import org.eir.core.audit.AuditTrail.Listener;
import org.eir.core.audit.AuditTrail.RecordedChange;
import org.eir.core.change.Sha256;

/**
 * Writes the record of changes as lines of JSON, format {@value #FORMAT}: what docs/reference/audit-log.md describes.
 * The last line holds the SHA-256 of all before it, signed.
 */
public final class AuditLineWriter implements Listener {
    /** Changes when a line changes its meaning. */
    public static final int FORMAT = 1;

    static final String EXPORT = "export";
    static final String CHANGE_SET = "change-set";
    static final String ROW = "row";
    static final String CHECKPOINT = "checkpoint";
    static final String IN_FORCE = "in-force";
    static final String END = "end";
    static final String WITHHELD = "withheld";
    static final String ERASED = "erased";
    static final String LEFT = "left";

    private static final HexFormat HEX = HexFormat.of();

    private final MessageDigest digest = Sha256.digest();
    private final String log;
    private final UnaryOperator<String> signing;
    private final Instant made;
    private final JsonGenerator json;
    private long lastRevision;

    /**
     * @param out where to; neither flushed nor closed
     * @param log name of the log
     * @param signing a text as a note that is signed with the keys of the log
     * @param made the time of day
     */
    public AuditLineWriter(OutputStream out, String log, UnaryOperator<String> signing, Instant made)
            throws IOException {
        this.log = log;
        this.signing = signing;
        this.made = made;
        this.json = new JsonFactory()
                .createGenerator(new DigestOutputStream(out, digest))
                .setRootValueSeparator(null)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
    }

    @Override
    public void begin(long revision) throws IOException {
        lastRevision = revision;
        start(EXPORT);
        json.writeNumberField("format", FORMAT);
        json.writeStringField("log", log);
        json.writeNumberField("revision", revision);
        json.writeStringField("made", made.toString());
        endLine();
    }

    @Override
    public void changeSet(RecordedChange change, Beside actor) throws IOException {
        start(CHANGE_SET);
        json.writeNumberField("revision", change.revision());
        json.writeStringField("recordedAt", change.recordedAt().toString());
        json.writeNumberField("encoding", change.encoding());
        json.writeNumberField("kind", change.kind());
        json.writeNumberField("rows", change.rows());
        hex("rowsRoot", change.rowsRoot());
        hex("actorHash", change.actorHash());
        hex("leafHash", change.leafHash());
        beside("actor", actor);
        endLine();
    }

    @Override
    public void row(long number, byte[] canonical, Beside personal) throws IOException {
        start(ROW);
        json.writeNumberField("number", number);
        hex("canonical", canonical);
        beside("personal", personal);
        endLine();
    }

    private void beside(String name, Beside beside) throws IOException {
        switch (beside) {
            case Beside.Erased(var by, var left) -> {
                json.writeObjectFieldStart(name);
                json.writeNumberField(ERASED, by);
                beside(LEFT, left);
                json.writeEndObject();
            }
            case Beside.Withheld() -> json.writeStringField(name, WITHHELD);
            case Beside.Data(var salt, var fields)
            when salt.length > 0 || fields.stream().anyMatch(field -> field != null) -> {
                json.writeObjectFieldStart(name);
                hex("salt", salt);
                json.writeArrayFieldStart("fields");
                for (String field : fields) {
                    json.writeString(field);
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            case Beside.Data nothing -> json.writeNullField(name);
        }
    }

    @Override
    public void checkpoint(long size, String note) throws IOException {
        start(CHECKPOINT);
        json.writeNumberField("size", size);
        json.writeStringField("note", note);
        endLine();
    }

    @Override
    public void inForce(byte[] canonical) throws IOException {
        start(IN_FORCE);
        hex("canonical", canonical);
        endLine();
    }

    @Override
    public void end() throws IOException {
        json.flush();
        String sha256 = HEX.formatHex(digest.digest());
        start(END);
        json.writeStringField("sha256", sha256);
        json.writeStringField("note", signing.apply(sealText(log, lastRevision, sha256)));
        endLine();
        json.flush();
    }

    /** What is signed of an export. Its second line is no number: it can never be taken for a checkpoint. */
    static String sealText(String log, long revision, String sha256) {
        return log + "\nexport of revision " + revision + "\nsha256 " + sha256 + "\n";
    }

    private void start(String type) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", type);
    }

    private void hex(String name, byte[] octets) throws IOException {
        json.writeStringField(name, HEX.formatHex(octets));
    }

    private void endLine() throws IOException {
        json.writeEndObject();
        json.writeRaw('\n');
    }
}
