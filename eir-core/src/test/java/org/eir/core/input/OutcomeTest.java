package org.eir.core.input;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutcomeTest {

    @Test
    void aRefusalIsOneSentenceThatNamesFieldValueAndRule() {
        assertThat(Refusal.of("list", "blue", "a list is black, grey or white").sentence())
                .isEqualTo("list 'blue': a list is black, grey or white");
    }

    @Test
    void aLongValueIsCutToWhatCanBeShown() {
        assertThat(Refusal.of("imei", "7".repeat(64), "r").value()).isEqualTo("7".repeat(64));
        assertThat(Refusal.of("imei", "7".repeat(65), "r").value()).isEqualTo("7".repeat(63) + "…");
    }

    @Test
    void theCutNeverLeavesHalfACharacter() {
        String phones = "\uD83D\uDCF1".repeat(40);
        assertThat(Refusal.of("imei", "x" + phones, "r").value()).isEqualTo("x" + "\uD83D\uDCF1".repeat(31) + "…");
        assertThat(Refusal.of("imei", phones, "r").value()).isEqualTo("\uD83D\uDCF1".repeat(31) + "…");
    }

    @Test
    void whatNoScreenOrDatabaseTakesIsReplaced() {
        assertThat(Refusal.of("imei", "4901\0\r\n\uD83D", "r").value()).isEqualTo("4901\uFFFD\uFFFD\uFFFD\uFFFD");
    }

    @Test
    void theNextStepIsTakenOnlyAfterAcceptance() {
        assertThat(Outcome.accepted(2).then(two -> Outcome.accepted(two + 1))).isEqualTo(Outcome.accepted(3));
        Outcome<Integer> refused = Outcome.refused("f", "v", "r");
        assertThat(refused.then(value -> Outcome.accepted("never"))).isEqualTo(Outcome.refused("f", "v", "r"));
    }
}
