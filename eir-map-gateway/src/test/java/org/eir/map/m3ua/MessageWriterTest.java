package org.eir.map.m3ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessageWriterTest {
    @Test
    void parametersArePaddedAndTheirLengthsAreNot() {
        byte[] message = new MessageWriter(MessageType.ASPUP)
                .parameter(Parameter.ASP_IDENTIFIER, 7)
                .parameter(Parameter.INFO_STRING, "msc 1".getBytes(StandardCharsets.US_ASCII))
                .octets();

        assertThat(message).isEqualTo(PayloadDataTest.message("0301", "00110008 00000007 00040009 6d73632031 000000"));
        ParameterCursor parameters = new ParameterCursor(message);
        assertThat(parameters.next()).isTrue();
        assertThat(parameters.int32()).isEqualTo(7);
        assertThat(parameters.next()).isTrue();
        assertThat(parameters.tag()).isEqualTo(Parameter.INFO_STRING);
        assertThat(parameters.data()).asString(StandardCharsets.US_ASCII).isEqualTo("msc 1");
        assertThat(parameters.next()).isFalse();
        assertThat(parameters.isBroken()).isFalse();
    }

    @Test
    void anErrorCarriesTheBeginningOfWhatItIsAbout() {
        byte[] offending = new byte[500];
        Arrays.fill(offending, (byte) 0x55);

        byte[] error = MessageWriter.error(ErrorCode.INVALID_ROUTING_CONTEXT, offending);

        assertThat(MessageType.of(error)).isEqualTo(MessageType.ERR);
        assertThat(Header.defect(error)).isNull();
        assertThat(error).isEqualTo(PayloadDataTest.message("0000", "000c0008 00000019 0007002c" + "55".repeat(40)));
    }

    @ParameterizedTest
    @EnumSource(MessageType.class)
    void whatIsWrittenIsRecognised(MessageType type) {
        byte[] message = new MessageWriter(type).octets();

        assertThat(MessageType.of(message)).isEqualTo(type);
        assertThat(Header.defect(message)).isNull();
        assertThat(Header.isData(message)).isEqualTo(type == MessageType.DATA);
        assertThat(Header.messageLength(message, 0)).isEqualTo(Header.LENGTH);
    }
}
