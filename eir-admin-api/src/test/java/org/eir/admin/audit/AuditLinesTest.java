package org.eir.admin.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.eir.admin.audit.AuditLineReader.NotAnExportException;
import org.eir.admin.audit.AuditLineReader.Seal;
import org.eir.core.audit.AuditTrail.Beside;
import org.eir.core.audit.AuditTrail.Listener;
import org.eir.core.audit.AuditTrail.RecordedChange;
import org.eir.core.audit.LogSigner;
import org.eir.core.audit.SignedNote;
import org.junit.jupiter.api.Test;

/** The lines of an export: what is written is read again, and nothing else is taken for it. */
class AuditLinesTest {
    private static final LogSigner SIGNER = LogSigner.generate("eir.example.org/log");
    private static final byte[] SALT = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        Heard written = new Heard();
        tellSomething(written);
        Heard read = new Heard();

        Optional<Seal> seal = new AuditLineReader(new ByteArrayInputStream(lines())).tell(read);

        assertThat(read.all).isEqualTo(written.all).hasSize(10);
        assertThat(seal).isPresent();
        assertThat(seal.get().fits()).isTrue();
        assertThat(seal.get().note().isSignedBy(SIGNER.key())).isTrue();
    }

    @Test
    void aLineIsThisText() throws Exception {
        List<String> lines = new String(lines(), StandardCharsets.UTF_8).lines().toList();

        assertThat(lines.getFirst())
                .isEqualTo("{\"type\":\"export\",\"format\":1,\"log\":\"eir.example.org/log\",\"revision\":1,"
                        + "\"made\":\"2026-11-27T12:00:00Z\"}");
        assertThat(lines.get(1))
                .isEqualTo("{\"type\":\"change-set\",\"revision\":1,\"recordedAt\":\"2026-11-27T10:00:00.000001Z\","
                        + "\"encoding\":1,\"kind\":2,\"rows\":3,\"rowsRoot\":\"0a\",\"actorHash\":\"0b\",\"leafHash\":\"0c\","
                        + "\"actor\":{\"salt\":\"000102030405060708090a0b0c0d0e0f\",\"fields\":[\"clerk\",\"boss\"]}}");
        assertThat(lines.get(2)).endsWith("\"canonical\":\"0102\",\"personal\":null}");
        assertThat(lines.get(3)).endsWith("\"fields\":[\"Müller \\\"FIR\\\"\",null,\"\"]}}");
        assertThat(lines.get(4)).endsWith("\"personal\":\"withheld\"}");
        assertThat(lines.get(5)).endsWith("\"personal\":{\"erased\":57,\"left\":null}}");
        assertThat(lines.get(6))
                .endsWith("\"personal\":{\"erased\":58,\"left\":{\"salt\":\"000102030405060708090a0b0c0d0e0f\","
                        + "\"fields\":[\"FIR\",null]}}}");
        assertThat(lines.get(8)).isEqualTo("{\"type\":\"in-force\",\"canonical\":\"07\"}");
        assertThat(lines.get(9)).startsWith("{\"type\":\"end\",\"sha256\":\"");
    }

    @Test
    void aLineThatWasChangedDoesNotFitTheSeal() throws Exception {
        String changed = new String(lines(), StandardCharsets.UTF_8).replace("boss", "BOSS");
        assertThat(read(changed).orElseThrow().fits()).isFalse();
    }

    @Test
    void withoutItsEndThereIsNoSeal() throws Exception {
        String whole = new String(lines(), StandardCharsets.UTF_8);
        assertThat(read(whole.substring(0, whole.lastIndexOf("{\"type\":\"end\""))))
                .isEmpty();
        assertThat(read(whole.substring(0, whole.length() - 1))).isEmpty();
        assertThat(read("")).isEmpty();
    }

    @Test
    void whatIsNoExportIsRefusedWithTheLine() {
        String whole = new String(lines(), StandardCharsets.UTF_8);
        assertRefused("imei,reason\n", "line 1 is no JSON");
        assertRefused("[1]\n", "line 1 is no JSON object");
        assertRefused(whole.substring(whole.indexOf('\n') + 1), "line 1 has to begin");
        assertRefused(whole.replace("\"format\":1", "\"format\":2"), "format 2");
        assertRefused(whole.replace("\"type\":\"row\"", "\"type\":\"raw\""), "line 3 is of the type 'raw'");
        assertRefused(whole.replace("\"canonical\":\"0102\"", "\"canonical\":\"01x2\""), "line 3 has something");
        assertRefused(whole.replace("10:00:00.000001Z", "soon"), "line 2 has no time");
        assertRefused(whole.replace("\"kind\":2", "\"kind\":\"x\""), "line 2 is no JSON");
        assertRefused("x".repeat(2 << 20) + "\n", "is longer than");
    }

    private static void assertRefused(String text, String why) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(NotAnExportException.class)
                .hasMessageContaining(why);
    }

    private static Optional<Seal> read(String text) throws IOException {
        return new AuditLineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))).tell(new Heard());
    }

    private static byte[] lines() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            tellSomething(new AuditLineWriter(
                    out, "eir.example.org/log", AuditLinesTest::signed, Instant.parse("2026-11-27T12:00:00Z")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private static String signed(String text) {
        return SignedNote.sign(text, List.of(SIGNER)).print();
    }

    private static void tellSomething(Listener listener) throws IOException {
        listener.begin(1);
        listener.changeSet(
                new RecordedChange(
                        1,
                        Instant.parse("2026-11-27T10:00:00.000001Z"),
                        1,
                        2,
                        3,
                        new byte[] {10},
                        new byte[] {11},
                        new byte[] {12}),
                new Beside.Data(SALT, List.of("clerk", "boss")));
        listener.row(1, new byte[] {1, 2}, Beside.NOTHING);
        listener.row(2, new byte[] {1, 3}, new Beside.Data(SALT, Arrays.asList("Müller \"FIR\"", null, "")));
        listener.row(3, new byte[] {1, 4}, Beside.WITHHELD);
        listener.row(4, new byte[] {1, 5}, new Beside.Erased(57, Beside.NOTHING));
        listener.row(5, new byte[] {1, 6}, new Beside.Erased(58, new Beside.Data(SALT, Arrays.asList("FIR", null))));
        listener.checkpoint(1, "log\n1\nroot\n\n— log x\n");
        listener.inForce(new byte[] {7});
        listener.end();
    }

    private static final class Heard implements Listener {
        private final List<String> all = new ArrayList<>();

        @Override
        public void begin(long lastRevision) {
            all.add("begin " + lastRevision);
        }

        @Override
        public void changeSet(RecordedChange change, Beside actor) {
            all.add("change " + change.revision() + change.recordedAt() + change.encoding() + change.kind()
                    + change.rows() + hex(change.rowsRoot()) + hex(change.actorHash()) + hex(change.leafHash())
                    + text(actor));
        }

        @Override
        public void row(long number, byte[] canonical, Beside personal) {
            all.add("row " + number + hex(canonical) + text(personal));
        }

        @Override
        public void checkpoint(long size, String note) {
            all.add("checkpoint " + size + note);
        }

        @Override
        public void inForce(byte[] canonical) {
            all.add("in force " + hex(canonical));
        }

        @Override
        public void end() {
            all.add("end");
        }

        private static String text(Beside beside) {
            return switch (beside) {
                case Beside.Data data -> hex(data.salt()) + data.fields();
                case Beside.Erased erased -> "erased " + erased.by() + ", left " + text(erased.left());
                case Beside.Withheld withheld -> "withheld";
            };
        }

        private static String hex(byte[] octets) {
            return HexFormat.of().formatHex(octets);
        }
    }
}
