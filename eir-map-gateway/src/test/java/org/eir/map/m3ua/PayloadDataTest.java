package org.eir.map.m3ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.eir.map.Vectors;
import org.eir.map.Vectors.Vector;
import org.eir.map.m3ua.PayloadData.Carried;
import org.eir.map.m3ua.PayloadData.Refused;
import org.eir.map.sccp.Msu;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PayloadDataTest {
    /** Its Protocol Data is 12 + 2 octets long, so that two octets of padding follow. */
    private static final String PROTOCOL_DATA = "02100012 0000000b 00000016 03020105 abcd 0000";

    static List<Vector> vectors() {
        return Vectors.all();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void aVectorIsReadAndWrittenOctetForOctet(Vector vector) {
        Carried carried = (Carried) PayloadData.read(vector.m3ua());

        assertThat(carried.msu().userData()).isEqualTo(vector.sccp());
        assertThat(carried.msu().opc()).isEqualTo(vector.toEir() ? 11 : 22);
        assertThat(carried.msu().dpc()).isEqualTo(vector.toEir() ? 22 : 11);
        assertThat(PayloadData.write(carried.msu(), carried.routingContext())).isEqualTo(vector.m3ua());
    }

    @Test
    void everyFieldOfTheRoutingLabelIsRead() {
        Carried carried = (Carried) PayloadData.read(data("00060008 ffffffff" + PROTOCOL_DATA));

        Msu msu = carried.msu();
        assertThat(carried.routingContext()).isEqualTo(0xffff_ffffL);
        assertThat(List.of(
                        msu.opc(),
                        msu.dpc(),
                        msu.serviceIndicator(),
                        msu.networkIndicator(),
                        msu.priority(),
                        msu.sls()))
                .containsExactly(11, 22, 3, 2, 1, 5);
        assertThat(msu.userData()).isEqualTo(octets("abcd"));
        assertThat(PayloadData.write(msu, carried.routingContext()))
                .isEqualTo(data("00060008 ffffffff" + PROTOCOL_DATA));
    }

    @Test
    void networkAppearanceCorrelationIdAndUnknownParametersArePassedOver() {
        Carried carried = (Carried) PayloadData.read(
                data("02000008 00000001 00060008 00000064" + PROTOCOL_DATA + "00130008 00000007 7fff0005 01000000"));

        assertThat(carried.routingContext()).isEqualTo(100);
        assertThat(carried.msu().userData()).isEqualTo(octets("abcd"));
    }

    @Test
    void theLastParametersPaddingMayBeLeftOutOfTheLength() {
        byte[] padded = data(PROTOCOL_DATA);
        byte[] unpadded = message("0101", PROTOCOL_DATA.substring(0, PROTOCOL_DATA.length() - 4));

        assertThat(unpadded).hasSize(padded.length - 2);
        assertThat(((Carried) PayloadData.read(unpadded)).msu().userData()).isEqualTo(octets("abcd"));
    }

    @ParameterizedTest
    @CsvSource({
        "MISSING_PARAMETER,     ''",
        "MISSING_PARAMETER,     00060008 00000064",
        "PARAMETER_FIELD_ERROR, 0210000f 0000000b 00000016 030201",
        "PARAMETER_FIELD_ERROR, 02100003",
        "PARAMETER_FIELD_ERROR, 00130000",
        "PARAMETER_FIELD_ERROR, 02100013 0000000b 00000016 03020105 abcd",
        "PARAMETER_FIELD_ERROR, 0210ffff 0000000b 00000016 03020105",
        "PARAMETER_FIELD_ERROR, 00060006 0064 0000 02100010 0000000b 00000016 03020105",
        "PARAMETER_FIELD_ERROR, 0006000c 00000064 00000065 02100010 0000000b 00000016 03020105",
        "PARAMETER_FIELD_ERROR, 02100010 0000000b 00000016 03020105 00",
        "PARAMETER_FIELD_ERROR, 02100010 0000000b 00000016 03020105 000600",
        "PROTOCOL_ERROR,        02100010 0000000b 00000016 03020105 02100010 0000000b 00000016 03020105"
    })
    void whatCannotBeReadNamesTheErrorDue(ErrorCode due, String parameters) {
        assertThat(PayloadData.read(data(parameters))).isEqualTo(new Refused(due));
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID_VERSION,           02000101 00000008",
        "PROTOCOL_ERROR,            01000101 0000000c",
        "PROTOCOL_ERROR,            01000101 00000004",
        "UNSUPPORTED_MESSAGE_CLASS, 01000501 00000008",
        "UNSUPPORTED_MESSAGE_TYPE,  01000102 00000008"
    })
    void aHeaderNamesTheErrorDue(ErrorCode due, String header) {
        assertThat(Header.defect(octets(header))).isEqualTo(due);
        assertThat(PayloadData.read(octets(header))).isEqualTo(new Refused(due));
    }

    private static byte[] data(String parameters) {
        return message("0101", parameters);
    }

    static byte[] message(String classAndType, String parameters) {
        byte[] body = octets(parameters);
        return octets("0100" + classAndType + HexFormat.of().toHexDigits(body.length + Header.LENGTH) + parameters);
    }

    static byte[] octets(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
