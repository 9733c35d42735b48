package org.eir.map.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.eir.map.Vectors;
import org.eir.map.client.CheckImeiAnswer.Unreadable;
import org.eir.map.tcap.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerReaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v1-end-white | whiteListed (0)",
                "v2-end-black | blackListed (1)",
                "v3-end-grey | greyListed (2)",
                "v3-end-white-indefinite | whiteListed (0)",
                "v3-end-afterContinue | greyListed (2)",
                "v3-end-statusAndBmuef | whiteListed (0)",
                "v3-end-emptyRes | a result without a status",
                "v3-end-unknownEquipment | the error unknownEquipment (7)",
                "v1-end-systemFailure | the error systemFailure (34)",
                "v2-end-dataMissing | the error dataMissing (35)",
                "v2-end-reject-mistypedParameter | a reject with invoke problem 2",
                "v3-end-op56-reject | a reject with invoke problem 1",
                "p-abort-resourceLimitation | a P-Abort with cause 4",
                "u-abort-mapProviderAbort | an abort by MAP",
                "abort-empty | an abort by MAP",
                "u-abort-mapRefuse | a refusal with diagnostic 1",
                "acn-v4-abort | a refusal: application context not supported, version 3 is offered"
            })
    void anAnswerIsReadInWords(String vector, String text) {
        assertThat(AnswerReader.read(Vectors.tcap(vector)).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"v3-begin-white", "v3-continue-accept", "bad-truncated", "bad-tag"})
    void whatIsNoAnswerSaysSo(String vector) {
        assertThat(AnswerReader.read(Vectors.tcap(vector))).isInstanceOf(Unreadable.class);
    }

    @Test
    void transactionIdsAreUnsigned() {
        assertThat(AnswerReader.transactionId(Vectors.tcap("v3-end-white"), Tag.DESTINATION_TRANSACTION_ID))
                .isEqualTo(0xa3000001L);
        assertThat(AnswerReader.transactionId(Vectors.tcap("v3-end-white"), Tag.ORIGINATING_TRANSACTION_ID))
                .isEqualTo(AnswerReader.NO_ID);
        assertThat(AnswerReader.transactionId(new byte[0], Tag.DESTINATION_TRANSACTION_ID))
                .isEqualTo(AnswerReader.NO_ID);
    }

    @Test
    void brokenAnswersAreReadWithoutAnException() {
        Random random = new Random(3);
        for (Vectors.Vector vector : Vectors.all()) {
            for (int i = 0; i < 200; i++) {
                byte[] broken = Arrays.copyOf(vector.tcap(), 1 + random.nextInt(vector.tcap().length));
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
                assertThat(AnswerReader.read(broken).text()).isNotEmpty();
                assertThat(AnswerReader.transactionId(broken, Tag.DESTINATION_TRANSACTION_ID))
                        .isBetween(-1L, 0xffff_ffffL);
            }
        }
    }
}
