package org.eir.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import java.util.List;
import org.eir.core.input.Outcome;
import org.eir.core.input.Outcome.Accepted;
import org.eir.core.input.Outcome.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Notes of c2sp.org/signed-note. Peter Neumann's is the one of Go's reference implementation; the register's was signed
 * by another program (pyca/cryptography over OpenSSL) with a key whose seed is the octets 0 to 31.
 */
class SignedNoteTest {
    private static final String PETERS_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private static final String PETERS_PEM = """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEIIEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz
            -----END PRIVATE KEY-----
            """;
    private static final String PETERS_TEXT = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.
            """;
    private static final String PETERS_SIGNATURE =
            "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    private static final String PETERS_NOTE = PETERS_TEXT + "\n" + PETERS_SIGNATURE;

    private static final String LOG_KEY = "eir.example.org/log+afdba875+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
    private static final String LOG_PEM = """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f
            -----END PRIVATE KEY-----
            """;
    private static final String CHECKPOINT = """
            eir.example.org/log
            8
            XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=

            — eir.example.org/log r9uodTbJRm5I/xAn3E+RILwmTUSx06F16EafEbzfEkl8YgWQ8h6qhJ/FZ4/4wmSjANKjzevJoZJUA24h28iIEZpbgwc=
            """;

    private final LogKey peter = accepted(LogKey.parse(PETERS_KEY));
    private final LogSigner peterSigns = accepted(LogSigner.ofPem("PeterNeumann", PETERS_PEM));

    @Test
    void theSameKeySignsTheSameNoteAsTheReferenceImplementation() {
        assertThat(peterSigns.key()).isEqualTo(peter).hasToString(PETERS_KEY);
        assertThat(SignedNote.sign(PETERS_TEXT, List.of(peterSigns)).print()).isEqualTo(PETERS_NOTE);
    }

    @Test
    void aNoteIsReadAsItIsPrinted() {
        SignedNote note = accepted(SignedNote.parse(PETERS_NOTE));
        assertThat(note.text()).isEqualTo(PETERS_TEXT);
        assertThat(note.isSignedBy(peter)).isTrue();
        assertThat(note.print()).isEqualTo(PETERS_NOTE);
    }

    @Test
    void aCheckpointSaysHowLargeTheTreeIsAndItsRoot() {
        byte[] root = HexFormat.of().parseHex("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
        TreeHead head = new TreeHead("eir.example.org/log", 8, root);
        LogSigner signer = accepted(LogSigner.ofPem("eir.example.org/log", LOG_PEM));

        assertThat(signer.key().text()).isEqualTo(LOG_KEY);
        assertThat(SignedNote.sign(head.text(), List.of(signer)).print()).isEqualTo(CHECKPOINT);
        SignedNote note = accepted(SignedNote.parse(CHECKPOINT));
        assertThat(note.isSignedBy(accepted(LogKey.parse(LOG_KEY)))).isTrue();
        assertThat(accepted(TreeHead.parse(note.text()))).isEqualTo(head);
    }

    @Test
    void severalKeysSignOneNoteWhileOneFollowsAnother() {
        LogSigner next = LogSigner.generate("PeterNeumann");
        SignedNote note = accepted(SignedNote.parse(
                SignedNote.sign(PETERS_TEXT, List.of(peterSigns, next)).print()));

        assertThat(note.isSignedBy(peter)).isTrue();
        assertThat(note.isSignedBy(next.key())).isTrue();
        assertThat(note.isSignedBy(LogSigner.generate("PeterNeumann").key())).isFalse();
    }

    @Test
    void whatWasChangedIsNotSigned() {
        SignedNote changed = accepted(SignedNote.parse(PETERS_NOTE.replace("answer", "anwser")));
        assertThat(changed.isSignedBy(peter)).isFalse();
        assertThat(changed.isForged(peter)).isTrue();
        SignedNote others = SignedNote.sign(PETERS_TEXT, List.of(LogSigner.generate("PeterNeumann")));
        assertThat(others.isSignedBy(peter)).isFalse();
        assertThat(others.isForged(peter)).isFalse();
    }

    @Test
    void aNoteWithOneGoodAndOneBadSignatureOfAKeyIsRejectedAsAWhole() {
        String bad = PETERS_SIGNATURE.replace("nAM=", "nAQ=");
        SignedNote note = accepted(SignedNote.parse(PETERS_NOTE + bad));
        assertThat(note.isSignedBy(peter)).isFalse();
        assertThat(note.isForged(peter)).isTrue();
    }

    @Test
    void aKeySurvivesItsFile() {
        LogSigner made = LogSigner.generate("eir.example.org/log");
        LogSigner read = accepted(LogSigner.ofPem("eir.example.org/log", made.pem()));
        assertThat(read.key()).isEqualTo(made.key());
        byte[] message = {1, 2, 3};
        assertThat(made.key().verifies(message, read.sign(message))).isTrue();
        assertThat(made.toString()).doesNotContain(made.pem().lines().toList().get(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text\n",
                "text\n\n",
                "text\n\n— a AAAA\n",
                "text\n\n— a AAAAAAA",
                "text\n\n- a AAAAAAAA\n",
                "text\n\n—  AAAAAAAA\n",
                "text\n\n— a+b AAAAAAAA\n",
                "text\n\n— a AAAAAAAA \n",
                "text\n\n— a AAAAAAB=\n",
                "te\rxt\n\n— a AAAAAAAA\n",
                "te\u0000xt\n\n— a AAAAAAAA\n"
            })
    void whatIsNoNoteIsRefused(String note) {
        assertThat(SignedNote.parse(note)).isInstanceOf(Refused.class);
    }

    @Test
    void aHundredSignaturesAreReadAndNoMore() {
        String line = "— a AAAAAAAA\n";
        assertThat(SignedNote.parse("text\n\n" + line.repeat(100))).isInstanceOf(Accepted.class);
        assertThat(SignedNote.parse("text\n\n" + line.repeat(101))).isInstanceOf(Refused.class);
    }

    @Test
    void noKeyTextThatWasTamperedWithIsAKey() {
        for (int i = 0; i < PETERS_KEY.length(); i++) {
            char[] tampered = PETERS_KEY.toCharArray();
            tampered[i]++;
            assertThat(LogKey.parse(new String(tampered))).isInstanceOf(Refused.class);
            assertThat(LogKey.parse(PETERS_KEY.substring(0, i))).isInstanceOf(Refused.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "log\n8\n",
                "log\n08\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n",
                "log\n-8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n",
                "log\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQy==\n",
                "lo g\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n",
                "log\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\nextension\n",
                "log\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg="
            })
    void whatIsNoCheckpointIsRefused(String text) {
        assertThat(TreeHead.parse(text)).isInstanceOf(Refused.class);
    }

    @Test
    void aFileThatIsNoPrivateKeyIsRefusedWithoutRepeatingIt() {
        assertThat(LogSigner.ofPem("log", "secret"))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal().sentence()).doesNotContain("secret"));
        assertThat(LogSigner.ofPem("log", PETERS_PEM.replace("MC4CAQ", "MC4CAR")))
                .isInstanceOf(Refused.class);
    }

    @Test
    void onlyWholeLinesAreSigned() {
        assertThatIllegalArgumentException().isThrownBy(() -> SignedNote.sign("no newline", List.of(peterSigns)));
        assertThatIllegalArgumentException().isThrownBy(() -> SignedNote.sign(PETERS_TEXT, List.of()));
    }

    private static <T> T accepted(Outcome<T> outcome) {
        return ((Accepted<T>) outcome).value();
    }
}
