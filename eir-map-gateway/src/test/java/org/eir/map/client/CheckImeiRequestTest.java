package org.eir.map.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.eir.map.SmallRegister;
import org.eir.map.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckImeiRequestTest {
    @ParameterizedTest
    @CsvSource({
        "v1-begin-white,   1, 352099001761481,  a1000001",
        "v2-begin-white,   2, 352099001761481,  a2000001",
        "v3-begin-white,   3, 352099001761481,  a3000001",
        "v1-begin-imeisv,  1, 3520990017614823, a1000021",
        "v3-begin-imeisv,  3, 3520990017614823, a3000021",
        "acn-v4-begin,     4, 352099001761481,  a4000001"
    })
    void aQuestionIsTheVectorsOctetForOctet(String vector, int version, String digits, String otid) {
        byte[] begin = CheckImeiRequest.of(version, digits).begin(Integer.parseUnsignedInt(otid, 16));

        assertThat(begin).isEqualTo(Vectors.tcap(vector));
    }

    @Test
    void anImsiIsSentInEricssonsForm() {
        byte[] begin = CheckImeiRequest.of(3, SmallRegister.OWNED)
                .subscriber("262011234567890")
                .begin(0xa3000001);

        assertThat(begin).isEqualTo(Vectors.tcap("ext-ericssonImsi"));
    }

    @Test
    void anImsiIsSentInHuaweisForm() {
        byte[] begin = CheckImeiRequest.of(2, SmallRegister.OWNED)
                .subscriber("262011234567890")
                .begin(2);

        byte[] expected = Vectors.tcap("ext-huaweiImsi");
        // jSS7 begins with invoke id 0.
        expected[46] = 1;
        assertThat(begin).isEqualTo(expected);
    }

    @Test
    void anythingCanBeSentAsAnImei() {
        byte[] begin = CheckImeiRequest.of(1, "").octets(new byte[] {1, 2, 3}).begin(1);

        assertThat(begin).endsWith(0x04, 0x03, 1, 2, 3);
    }
}
