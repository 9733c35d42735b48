package org.eir.core.subscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.eir.core.identity.Imsi;
import org.eir.core.subscriber.SubscriberVault.CannotOpenException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is stored of a subscriber names nobody, and everybody with the keys. */
class SubscriberVaultTest {
    private static final SubscriberKey OLD = key(1);
    private static final SubscriberKey NEW = key(2);
    private static final Imsi VICTIM = new Imsi("262011234567890");
    private static final Imsi NEIGHBOUR = new Imsi("262011234567891");

    private final SubscriberVault vault = new SubscriberVault(List.of(OLD));

    @ParameterizedTest
    @ValueSource(strings = {"001010", "26201123456789", "001011234567890"})
    void whatIsSealedIsOpenedAgain(String digits) {
        Imsi imsi = new Imsi(digits);

        assertThat(vault.open(vault.seal(imsi))).isEqualTo(imsi);
    }

    @Test
    void whatIsStoredHoldsNoDigits() {
        Sealed sealed = vault.seal(VICTIM);

        assertThat(new String(sealed.cipher(), StandardCharsets.ISO_8859_1)).doesNotContain("1234567890");
        assertThat(sealed).hasToString("sealed with key 1");
        assertThat(OLD).hasToString("subscriber key 1");
    }

    @Test
    void anImsiIsFoundByItsLookUpAndNoOtherIs() {
        assertThat(vault.lookups(VICTIM).getFirst())
                .isEqualTo(vault.seal(VICTIM).lookup());
        assertThat(vault.lookups(NEIGHBOUR).getFirst())
                .isNotEqualTo(vault.seal(VICTIM).lookup());
    }

    @Test
    void aShortImsiIsNotFoundAsALongerOneThatBeginsLikeIt() {
        assertThat(vault.lookups(new Imsi("26201123456789")).getFirst())
                .isNotEqualTo(vault.lookups(VICTIM).getFirst());
    }

    @Test
    void sealingTwiceGivesTheSameOctetsSoThatNoNonceIsEverUsedForTwoTexts() {
        assertThat(vault.seal(VICTIM)).isEqualTo(vault.seal(VICTIM));
        assertThat(nonce(vault.seal(VICTIM))).isNotEqualTo(nonce(vault.seal(NEIGHBOUR)));
    }

    @Test
    void lengthTellsNothing() {
        assertThat(vault.seal(new Imsi("001010")).cipher())
                .hasSameSizeAs(vault.seal(VICTIM).cipher());
    }

    /** These octets are in operators' databases: whoever changes them makes those unreadable. Made by another program. */
    @Test
    void theOctetsNeverChange() {
        Sealed sealed = vault.seal(VICTIM);

        assertThat(HexFormat.of().formatHex(sealed.lookup())).isEqualTo("fa8caf1f29c2ab71708781d86404bf54");
        assertThat(HexFormat.of().formatHex(sealed.cipher()))
                .isEqualTo("4b7b15902598eb4bd0ab51072b932bfb6b6b6f63f980ff8456adbd7f59ba61");
    }

    @Test
    void anAlteredCipherIsNotOpened() {
        Sealed sealed = vault.seal(VICTIM);
        byte[] altered = sealed.cipher().clone();
        altered[0] ^= 1;

        assertCannotOpen(new Sealed(1, altered, sealed.lookup()), "altered");
    }

    @Test
    void aCipherMovedToAnotherSubscribersRowIsNotOpened() {
        assertCannotOpen(
                new Sealed(1, vault.seal(VICTIM).cipher(), vault.seal(NEIGHBOUR).lookup()), "altered");
    }

    @Test
    void anotherSecretUnderTheSameNumberOpensNothing() {
        SubscriberVault other = new SubscriberVault(List.of(new SubscriberKey(1, NEW.secret())));

        assertCannotOpen(other.seal(VICTIM), "another key 1");
        assertThat(other.fingerprints().get(1))
                .isNotEqualTo(vault.fingerprints().get(1));
    }

    @Test
    void aKeyThatIsNotHereIsNamed() {
        assertCannotOpen(new SubscriberVault(List.of(NEW)).seal(VICTIM), "key 2");
    }

    @Test
    void whileAKeyIsReplacedBothOpenAndLookUpAndTheFirstSeals() {
        SubscriberVault rotating = new SubscriberVault(List.of(NEW, OLD));
        Sealed before = vault.seal(VICTIM);

        assertThat(rotating.open(before)).isEqualTo(VICTIM);
        assertThat(rotating.lookups(VICTIM)).hasSize(2).anyMatch(lookup -> Arrays.equals(lookup, before.lookup()));
        assertThat(rotating.seal(VICTIM).keyId()).isEqualTo(2);
        assertThat(rotating.lookups(VICTIM).getFirst())
                .isEqualTo(rotating.seal(VICTIM).lookup());
    }

    @Test
    void resealingBringsWhatIsOldUnderTheFirstKeyAndLeavesTheRest() {
        SubscriberVault rotating = new SubscriberVault(List.of(NEW, OLD));

        Sealed after = rotating.reseal(vault.seal(VICTIM));

        assertThat(new SubscriberVault(List.of(NEW)).open(after)).isEqualTo(VICTIM);
        assertThat(rotating.reseal(after)).isSameAs(after);
    }

    @Test
    void keysThatCannotBeMeantAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SubscriberVault(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new SubscriberVault(List.of(OLD, OLD)));
        assertThatIllegalArgumentException().isThrownBy(() -> new SubscriberKey(0, OLD.secret()));
        assertThatIllegalArgumentException().isThrownBy(() -> new SubscriberKey(1, new byte[16]));
        assertThatIllegalArgumentException().isThrownBy(() -> new SubscriberKey(1, new byte[32]));
    }

    private void assertCannotOpen(Sealed sealed, String why) {
        assertThatExceptionOfType(CannotOpenException.class)
                .isThrownBy(() -> vault.open(sealed))
                .withMessageContaining(why);
    }

    private static byte[] nonce(Sealed sealed) {
        return Arrays.copyOf(sealed.lookup(), 12);
    }

    private static SubscriberKey key(int id) {
        byte[] secret = new byte[SubscriberKey.BYTES];
        for (int i = 0; i < secret.length; i++) {
            secret[i] = (byte) (i * 7 + id);
        }
        return new SubscriberKey(id, secret);
    }
}
