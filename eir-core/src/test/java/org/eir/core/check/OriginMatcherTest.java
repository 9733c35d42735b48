package org.eir.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.eir.core.check.OriginMatcher.Kind;
import org.eir.core.input.Outcome.Accepted;
import org.eir.core.input.Outcome.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One origin is written in one way only, so that two policies for it are noticed. */
class OriginMatcherTest {

    @ParameterizedTest
    @CsvSource({
        "host, MME1.EPC.mnc001.mcc001.3gppnetwork.org, host mme1.epc.mnc001.mcc001.3gppnetwork.org",
        "realm, Example.ORG, realm example.org",
        "realm, home, realm home",
        "global-title, 4917, global-title 4917",
        "point-code, 2-100-5, point-code 4901",
        "point-code, 0011, point-code 11",
        "point-code, 16777215, point-code 16777215",
        "association, STP A, association STP A",
    })
    void whatPeopleWriteIsBroughtToOneForm(String kind, String value, String read) {
        assertThat(OriginMatcher.of("origins", kind, value))
                .isInstanceOfSatisfying(
                        Accepted.class, accepted -> assertThat(accepted.value()).hasToString(read));
    }

    @ParameterizedTest
    @CsvSource({
        "realm, *.example.org",
        "host, ''",
        "host, .example.org",
        "global-title, 49x",
        "global-title, 123456789012345678901",
        "point-code, 16777216",
        "point-code, 2-256-5",
        "point-code, 8-1-1",
        "point-code, -1",
        "association, ' '",
        "gt, 4917",
    })
    void whatIsNoneIsRefusedWithTheField(String kind, String value) {
        assertThat(OriginMatcher.of("origins/0", kind, value))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal().field()).isEqualTo("origins/0"));
    }

    @Test
    void theNumbersOfTheKindsNeverChange() {
        assertThat(Kind.values())
                .extracting(kind -> kind.code() + " " + kind.text())
                .containsExactly("1 host", "2 point-code", "3 global-title", "4 association", "5 realm");
        assertThat(Arrays.stream(Kind.values()).map(kind -> Kind.of(kind.code())))
                .containsExactly(Kind.values());
    }
}
