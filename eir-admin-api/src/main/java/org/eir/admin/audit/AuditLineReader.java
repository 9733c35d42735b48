package org.eir.admin.audit;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.eir.core.audit.AuditTrail.Beside;
import org.eir.core.audit.AuditTrail.Listener;
import org.eir.core.audit.AuditTrail.RecordedChange;
import org.eir.core.audit.SignedNote;
import org.eir.core.change.Sha256;
import org.eir.core.input.Outcome;
import org.jspecify.annotations.Nullable;

/** Reads what {@link AuditLineWriter} writes and tells it to a listener. Nothing is believed. */
public final class AuditLineReader {
    private static final int MAX_LINE_BYTES = 1 << 20;
    private static final HexFormat HEX = HexFormat.of();

    private final JsonFactory factory = new JsonFactory();
    private final MessageDigest digest = Sha256.digest();
    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;
    private long lines;
    private String log = "";
    private long lastRevision;

    /** What is read is not an export; the message says where and why. */
    public static final class NotAnExportException extends IOException {
        private static final long serialVersionUID = 1;

        NotAnExportException(String message) {
            super(message);
        }
    }

    /**
     * The end of an export.
     *
     * @param note what was signed; by whom is for the caller to find out
     * @param fits whether it says what was read
     */
    public record Seal(SignedNote note, boolean fits) {}

    public AuditLineReader(InputStream in) {
        this.in = in;
    }

    /**
     * Reads to the end, or until the listener has had enough.
     *
     * @return the seal, if the end was reached
     * @throws NotAnExportException if a line is not one of an export
     */
    public Optional<Seal> tell(Listener listener) throws IOException {
        for (byte[] line = line(); line != null; line = line()) {
            lines++;
            Line fields = parse(line);
            if (fields.type.equals(AuditLineWriter.END)) {
                Seal seal = seal(fields);
                listener.end();
                return Optional.of(seal);
            }
            digest.update(line);
            digest.update((byte) '\n');
            tell(fields, listener);
            if (listener.isDone()) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** The octets up to the next end of a line; null where there is none: what is cut short is as good as missing. */
    private byte @Nullable [] line() throws IOException {
        ByteArrayOutputStream begun = new ByteArrayOutputStream(0);
        while (true) {
            for (int at = position; at < limit; at++) {
                if (buffer[at] == '\n') {
                    begun.write(buffer, position, at - position);
                    position = at + 1;
                    return begun.toByteArray();
                }
            }
            begun.write(buffer, position, limit - position);
            if (begun.size() > MAX_LINE_BYTES) {
                throw wrong("is longer than " + MAX_LINE_BYTES + " octets");
            }
            position = 0;
            limit = in.read(buffer);
            if (limit < 0) {
                limit = 0;
                return null;
            }
        }
    }

    private void tell(Line line, Listener listener) throws IOException {
        if (lines == 1 != line.type.equals(AuditLineWriter.EXPORT)) {
            throw wrong("has to begin with a line of type export, and have one only");
        }
        switch (line.type) {
            case AuditLineWriter.EXPORT -> begin(line, listener);
            case AuditLineWriter.CHANGE_SET -> listener.changeSet(change(line), line.beside);
            case AuditLineWriter.ROW -> listener.row(line.number, octets(line.canonical), line.beside);
            case AuditLineWriter.CHECKPOINT -> listener.checkpoint(line.size, line.note);
            case AuditLineWriter.IN_FORCE -> listener.inForce(octets(line.canonical));
            default -> throw wrong("is of the type '" + line.type + "', which this version does not know");
        }
    }

    private void begin(Line line, Listener listener) throws IOException {
        if (line.format != AuditLineWriter.FORMAT) {
            throw wrong("is of format " + line.format + ", which this version does not know");
        }
        log = line.log;
        lastRevision = line.revision;
        listener.begin(line.revision);
    }

    private RecordedChange change(Line line) throws IOException {
        return new RecordedChange(
                line.revision,
                moment(line.recordedAt),
                line.encoding,
                line.kind,
                line.rows,
                octets(line.rowsRoot),
                octets(line.actorHash),
                octets(line.leafHash));
    }

    private Seal seal(Line line) throws IOException {
        String sha256 = HEX.formatHex(digest.digest());
        return switch (SignedNote.parse(line.note)) {
            case Outcome.Accepted<SignedNote>(var note) ->
                new Seal(note, note.text().equals(AuditLineWriter.sealText(log, lastRevision, sha256)));
            case Outcome.Refused<SignedNote>(var refusal) -> throw wrong(refusal.sentence());
        };
    }

    /** The fields of a line, of which each type has its own. */
    private static final class Line {
        private String type = "";
        private String log = "";
        private String recordedAt = "";
        private String rowsRoot = "";
        private String actorHash = "";
        private String leafHash = "";
        private String canonical = "";
        private String note = "";
        private int format;
        private int encoding;
        private int kind;
        private long revision;
        private long rows;
        private long number;
        private long size;
        private Beside beside = Beside.NOTHING;
    }

    private Line parse(byte[] octets) throws IOException {
        try (JsonParser json = factory.createParser(octets)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw wrong("is no JSON object");
            }
            Line line = new Line();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                take(name, json, line);
            }
            return line;
        } catch (JacksonException e) {
            throw wrong("is no JSON: " + e.getOriginalMessage());
        }
    }

    private void take(String name, JsonParser json, Line line) throws IOException {
        switch (name) {
            case "type" -> line.type = json.getText();
            case "log" -> line.log = json.getText();
            case "format" -> line.format = json.getIntValue();
            case "revision" -> line.revision = json.getLongValue();
            case "recordedAt" -> line.recordedAt = json.getText();
            case "encoding" -> line.encoding = json.getIntValue();
            case "kind" -> line.kind = json.getIntValue();
            case "rows" -> line.rows = json.getLongValue();
            case "rowsRoot" -> line.rowsRoot = json.getText();
            case "actorHash" -> line.actorHash = json.getText();
            case "leafHash" -> line.leafHash = json.getText();
            case "number" -> line.number = json.getLongValue();
            case "canonical" -> line.canonical = json.getText();
            case "size" -> line.size = json.getLongValue();
            case "note" -> line.note = json.getText();
            case "actor", "personal" -> line.beside = beside(json);
            default -> json.skipChildren();
        }
    }

    private Beside beside(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return Beside.NOTHING;
        }
        if (json.currentToken() != JsonToken.START_OBJECT) {
            if (AuditLineWriter.WITHHELD.equals(json.getText())) {
                return Beside.WITHHELD;
            }
            throw wrong("says neither what lies beside it nor that it is withheld");
        }
        byte[] salt = new byte[0];
        long erased = 0;
        Beside left = Beside.NOTHING;
        List<@Nullable String> fields = new ArrayList<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            if (name.equals("salt")) {
                salt = octets(json.getText());
            } else if (name.equals(AuditLineWriter.ERASED)) {
                erased = json.getLongValue();
            } else if (name.equals(AuditLineWriter.LEFT)) {
                left = beside(json);
            } else if (name.equals("fields")) {
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    fields.add(json.currentToken() == JsonToken.VALUE_NULL ? null : json.getText());
                }
            }
        }
        return erased == 0 ? new Beside.Data(salt, fields) : new Beside.Erased(erased, left);
    }

    private byte[] octets(String hex) throws IOException {
        try {
            return HEX.parseHex(hex);
        } catch (IllegalArgumentException e) {
            throw wrong("has something that is not hexadecimal");
        }
    }

    private Instant moment(String text) throws IOException {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw wrong("has no time that can be read");
        }
    }

    private NotAnExportException wrong(String rule) {
        return new NotAnExportException("line " + (lines == 0 ? 1 : lines) + " " + rule);
    }
}
