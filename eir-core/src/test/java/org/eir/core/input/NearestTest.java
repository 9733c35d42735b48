package org.eir.core.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final List<String> KNOWN = List.of("reason", "reference", "validFrom", "validUntil");

    @Test
    void aTypingErrorFindsTheWordThatWasMeant() {
        assertThat(Nearest.of("raeson", KNOWN)).as("swapped").contains("reason");
        assertThat(Nearest.of("refrence", KNOWN)).as("left out").contains("reference");
        assertThat(Nearest.of("valid_from", KNOWN)).as("written otherwise").contains("validFrom");
        assertThat(Nearest.hint("REASONS", KNOWN)).isEqualTo("; did you mean 'reason'?");
    }

    @Test
    void whatIsNearNothingGetsNoHint() {
        assertThat(Nearest.hint("colour", KNOWN)).isEmpty();
        assertThat(Nearest.of("", KNOWN)).isEmpty();
        assertThat(Nearest.of("reason".repeat(1000), KNOWN))
                .as("not worth the time")
                .isEmpty();
    }
}
