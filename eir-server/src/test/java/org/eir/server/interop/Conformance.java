package org.eir.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HexFormat;
import java.util.Set;
import org.eir.server.interop.MapVectors.Vector;

/**
 * All vectors to the register, played one after the other: those that name their answer get it, octet for octet from SCCP
 * up. What the others get is judged beside the gateway; here they get an answer at all, except for aborts, which get none.
 */
final class Conformance {
    private static final HexFormat HEX = HexFormat.of();

    /** The transaction identifier that the register chose in the vectors; every register chooses its own. */
    private static final byte[] REGISTERS_TRANSACTION = HEX.parseHex("e3000041");

    /** Of an answer in the vectors to v3-begin-empty: where its originating transaction identifier is. */
    private static final String CONTINUE = "v3-begin-empty";

    private static final String INVOKE_IN_CONTINUE = "v3-continue-invoke";

    /** Vectors that nobody answers (Q.774 clause 3.3.3). */
    private static final Set<String> ABORTS = Set.of("u-abort-mapUserAbort", "abort-empty");

    private Conformance() {}

    /** The others first: an answer too many would be taken for that of the next question, which is not what it names. */
    static void expectOfAll(MapVectors vectors, RawMsc msc) throws IOException {
        for (Vector question : vectors.toRegister()) {
            if (ABORTS.contains(question.name())) {
                msc.send(question.sccp());
            } else if (!question.namesAnswer()) {
                msc.ask(question.sccp());
            }
        }
        expectTheNamed(vectors, msc);
    }

    private static void expectTheNamed(MapVectors vectors, RawMsc msc) throws IOException {
        byte[] transaction = REGISTERS_TRANSACTION;
        for (Vector question : vectors.toRegister()) {
            if (!question.namesAnswer()) {
                continue;
            }
            byte[] asked = question.sccp();
            byte[] expected = vectors.named(answerTo(question)).sccp();
            if (question.name().equals(INVOKE_IN_CONTINUE)) {
                replace(asked, REGISTERS_TRANSACTION, transaction);
            }
            byte[] answer = msc.ask(asked);
            if (question.name().equals(CONTINUE)) {
                transaction = originatingTransaction(answer);
                replace(expected, REGISTERS_TRANSACTION, transaction);
            }
            assertThat(HEX.formatHex(answer)).as(question.name()).isEqualTo(HEX.formatHex(expected));
        }
    }

    /** An IMEI of 7 octets has all 14 digits that count: it is answered, where the vectors would reject it. */
    private static String answerTo(Vector question) {
        return question.name().equals("bad-imei7octets") ? "v2-end-white" : question.answer();
    }

    private static byte[] originatingTransaction(byte[] sccp) {
        String hex = HEX.formatHex(sccp);
        // Continue, its length, then the originating transaction identifier: 4 octets, tag [APPLICATION 8].
        int at = hex.indexOf("4804", hex.indexOf("65"));
        return HEX.parseHex(hex, at + 4, at + 12);
    }

    private static void replace(byte[] octets, byte[] old, byte[] with) {
        String replaced = HEX.formatHex(octets).replace(HEX.formatHex(old), HEX.formatHex(with));
        System.arraycopy(HEX.parseHex(replaced), 0, octets, 0, octets.length);
    }
}
