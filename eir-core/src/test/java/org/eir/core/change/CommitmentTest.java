package org.eir.core.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CommitmentTest {

    @Test
    void itHoldsForTheFieldsCommittedToAndNoOthers() {
        Commitment commitment = Commitment.to("FIR 12/2026", null);
        assertThat(commitment.holdsFor("FIR 12/2026", null)).isTrue();
        assertThat(commitment.holdsFor("FIR 13/2026", null)).isFalse();
        assertThat(commitment.holdsFor("FIR 12/2026", "")).isFalse();
        assertThat(commitment.holdsFor("FIR 12/2026")).isFalse();
        assertThat(commitment.holdsFor(null, "FIR 12/2026")).isFalse();
    }

    @Test
    void whereOneFieldEndsAndTheNextBeginsCounts() {
        assertThat(Commitment.to("ab", "c").holdsFor("a", "bc")).isFalse();
    }

    @Test
    void twoCommitmentsToTheSameFieldsTellNothingOfEachOther() {
        Commitment one = Commitment.to("Smith");
        Commitment other = Commitment.to("Smith");
        assertThat(one.salt()).hasSize(16).isNotEqualTo(other.salt());
        assertThat(one.hash()).hasSize(32).isNotEqualTo(other.hash());
        assertThat(one).isNotEqualTo(other);
    }

    /** SHA-256 over the salt and (01, length, UTF-8) of a field that is there, 00 of one that is not. */
    @Test
    void theHashIsThisForEver() {
        byte[] salt = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
        byte[] hash = HexFormat.of().parseHex("d6a37262309d58fb0b487a30f74a1a88c7f9830478e376a281a4811899c30953");
        assertThat(new Commitment(salt, hash).holdsFor("né", null, "")).isTrue();
    }

    @Test
    void whereAllFieldsAreAbsentThereIsNothingToCommitTo() {
        assertThat(Commitment.to(null, null)).isEqualTo(Commitment.NOTHING);
        assertThat(Commitment.NOTHING.hash()).isEqualTo(new byte[32]);
        assertThat(Commitment.NOTHING.holdsFor(null, null)).isTrue();
        assertThat(Commitment.NOTHING.holdsFor("")).isFalse();
        assertThat(Commitment.to("").holdsFor((@Nullable String) null)).isFalse();
    }

    @Test
    void equalBytesAreEqualCommitments() {
        Commitment one = Commitment.to("Smith", (@Nullable String) null);
        Commitment copy = new Commitment(one.salt().clone(), one.hash().clone());
        assertThat(copy).isEqualTo(one).hasSameHashCodeAs(one);
    }

    @Test
    void anActorHasANameOfBoundedLength() {
        assertThat(new Actor("a".repeat(Actor.MAX_NAME)).name()).hasSize(128);
        assertThatIllegalArgumentException().isThrownBy(() -> new Actor(""));
        assertThatIllegalArgumentException().isThrownBy(() -> new Actor("a", "a"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Actor("a".repeat(Actor.MAX_NAME + 1)));
    }
}
