package org.eir.map.sccp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SccpAddressTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            nullValues = "-",
            value = {
                // octets, routed on SSN, PC, SSN, digits
                "00, false, -1, 0, -",
                "4208, true, -1, 8, -",
                "43160009, true, 22, 9, -",
                "43ffff09, true, 16383, 9, -",
                "410b00, true, 11, 0, -",
                "1208001104947102000010 01, false, -1, 8, 4917200000011",
                "1209001204947102000099, false, -1, 9, 491720000099",
                "52080012049471, true, -1, 8, 4917",
                "530b0008001204 9471, true, 11, 8, 4917",
                // GTI 4, encoding unknown: a filler at the end is none of its digits
                "12080010049471f2, false, -1, 8, 49172",
                "120800100494712f, false, -1, 8, 4917f2",
                "12080010049471f0, false, -1, 8, 49170",
                // GTI 1: NAI with the odd/even bit
                "0604 84 947102, false, -1, 4, 49172",
                "0604 04 947122, false, -1, 4, 491722",
                // GTI 2: translation type only
                "0a08 00 9471f2, false, -1, 8, 49172",
                // GTI 3: translation type, numbering plan and encoding
                "0e08 00 11 947102, false, -1, 8, 49172",
                "0e08 00 62 947102, false, -1, 8, 491720",
                // code 11 and 12 are shown, not dropped: they are no decimal number's digits
                "0e08 00 12 94b1, false, -1, 8, 491b",
                // a global title without digits is none, and neither is one of a form nobody defined
                "12080011 04, false, -1, 8, -",
                "2208 9471, false, -1, 8, -"
            })
    void anAddressShowsWhatIsInIt(String hex, boolean onSubsystem, int pointCode, int subsystem, String digits) {
        SccpAddress address = Objects.requireNonNull(read(hex));

        assertThat(address.routesOnSubsystem()).isEqualTo(onSubsystem);
        assertThat(address.pointCode()).isEqualTo(pointCode);
        assertThat(address.subsystemNumber()).isEqualTo(subsystem);
        assertThat(address.globalTitle()).isEqualTo(digits);
        assertThat(written(address)).isEqualTo(octets(hex));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "42", "43", "4316", "431600", "12", "1208", "12080011", "0e08", "0e0800", "06", "0a08"})
    void anAddressThatEndsEarlyIsNone(String hex) {
        assertThat(read(hex)).isNull();
    }

    @Test
    void whatIsMadeIsWhatTheVectorsHave() {
        assertThat(written(SccpAddress.ofGlobalTitle("491720000099", 9))).isEqualTo(octets("1209001204947102000099"));
        assertThat(written(SccpAddress.ofGlobalTitle("4917200000011", 8)))
                .isEqualTo(octets("120800110494710200001001"));
        assertThat(written(SccpAddress.ofPointCode(22, 9))).isEqualTo(octets("43160009"));
        assertThat(SccpAddress.ofGlobalTitle("491720000099", 9)).isEqualTo(read("1209001204947102000099"));
        assertThat(SccpAddress.ofPointCode(5000, 9)).isEqualTo(read("43881309"));
    }

    private static SccpAddress read(String hex) {
        byte[] octets = octets("ee" + hex + "ee");
        return SccpAddress.read(octets, 1, octets.length - 1);
    }

    private static byte[] written(SccpAddress address) {
        byte[] target = new byte[1 + address.length()];
        assertThat(address.writeTo(target, 0)).isEqualTo(target.length);
        assertThat((int) target[0]).isEqualTo(address.length());
        return java.util.Arrays.copyOfRange(target, 1, target.length);
    }

    private static byte[] octets(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
