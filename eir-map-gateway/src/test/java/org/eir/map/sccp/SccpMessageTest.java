package org.eir.map.sccp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.eir.map.Vectors;
import org.eir.map.Vectors.Vector;
import org.eir.map.sccp.SccpMessage.Returned;
import org.eir.map.sccp.SccpMessage.Undecodable;
import org.eir.map.sccp.SccpMessage.Unitdata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SccpMessageTest {
    private static final String CALLED = "04 43160009";
    private static final String CALLING = "04 430b0008";

    static List<Vector> vectors() {
        return Vectors.all();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void aVectorIsReadAndWrittenOctetForOctet(Vector vector) {
        Unitdata message = (Unitdata) SccpMessage.read(vector.sccp());

        assertThat(message.data()).isEqualTo(vector.tcap());
        assertThat(message.octets()).isEqualTo(vector.sccp());
    }

    @Test
    void theSegmentationOfAnXudtIsReadAndWritten() {
        byte[] octets = octets("11 81 0f 04 08 0c 0e" + CALLED + CALLING + "02 abcd" + "10 04 c2123456 00");

        Unitdata message = (Unitdata) SccpMessage.read(octets);

        assertThat(message.segmentation()).isEqualTo(new Segmentation(true, true, 2, 0x123456));
        assertThat(message.isInSequence()).isTrue();
        assertThat(message.isReturnedOnError()).isTrue();
        assertThat(message.octets()).isEqualTo(octets);
    }

    @Test
    void parametersMayLieInAnyOrderAndOthersBeAmongThem() {
        Unitdata message = (Unitdata) SccpMessage.read(
                octets("11 00 01 0e 08 04 10" + "ffff" + "02 abcd" + CALLING + CALLED + "12 01 07 10 04 01123456 00"));

        assertThat(message.called()).isEqualTo(SccpAddress.ofPointCode(22, 9));
        assertThat(message.calling()).isEqualTo(SccpAddress.ofPointCode(11, 8));
        assertThat(message.data()).isEqualTo(octets("abcd"));
        assertThat(message.segmentation()).isEqualTo(new Segmentation(false, false, 1, 0x123456));
        assertThat(message.isReturnedOnError()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0a 04 03 07 0b,                 UNEQUIPPED_USER",
        "12 01 0f 04 08 0c 00,           NO_TRANSLATION",
        "12 63 0f 04 08 0c 00,           UNQUALIFIED"
    })
    void whatCameBackSaysWhy(String head, ReturnCause cause) {
        Returned message = (Returned) SccpMessage.read(octets(head + CALLED + CALLING + "02 abcd"));

        assertThat(message.cause()).isEqualTo(cause);
        assertThat(message.data()).isEqualTo(octets("abcd"));
    }

    @ParameterizedTest
    @CsvSource({
        "TRUNCATED,          ''",
        "TRUNCATED,          09",
        "TRUNCATED,          09 80 03 07",
        "TRUNCATED,          11 80 0f 04 08 0c",
        "TRUNCATED,          0a 04 03 07",
        "POINTER,            09 80 03 07 ff 04 43160009 04 430b0008 02 abcd",
        "POINTER,            09 80 03 07 0b 04 43160009 04 430b0008 03 abcd",
        "POINTER,            09 80 ff 07 0b 04 43160009 04 430b0008 02 abcd",
        "POINTER,            0a 04 03 07 0b 04 43160009 04 430b0008 03 abcd",
        "ADDRESS,            09 80 03 07 0b 02 43160009 04 430b0008 02 abcd",
        "ADDRESS,            09 80 03 07 0b 04 43160009 00 430b0008 02 abcd",
        "PROTOCOL_CLASS,     09 82 03 07 0b 04 43160009 04 430b0008 02 abcd",
        "OPTIONAL_PARAMETER, 11 80 0f 04 08 0c 0e 04 43160009 04 430b0008 02 abcd 10 05 c2123456 00 00",
        "OPTIONAL_PARAMETER, 11 80 0f 04 08 0c 0e 04 43160009 04 430b0008 02 abcd 10 04 c21234",
        "OPTIONAL_PARAMETER, 11 80 0f 04 08 0c 0e 04 43160009 04 430b0008 02 abcd 10",
        "LONG_UNITDATA,      13 80 0f 0a00",
        "LONG_UNITDATA,      14 80 0f 0a00",
        "MESSAGE_TYPE,       01 123456 02 02 0006"
    })
    void whatCannotBeReadSaysWhy(Drop reason, String hex) {
        assertThat(SccpMessage.read(octets(hex))).isEqualTo(new Undecodable(reason));
    }

    private static byte[] octets(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
