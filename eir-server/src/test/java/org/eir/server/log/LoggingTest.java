package org.eir.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoggingTest {

    @Test
    void whatLooksLikeAnIdentityIsMasked() {
        assertThat(IdentityMask.masked("imei=490154203237518, imsi 262011234567890."))
                .isEqualTo("imei=49015**********, imsi 26201**********.");
        assertThat(IdentityMask.masked("imeisv 4901542032375177 tac 49015420"))
                .isEqualTo("imeisv 49015********** tac 49015420");
    }

    @Test
    void momentsAndHashesStayReadable() {
        String line = "{\"timestamp\":1795430400123,\"hash\":\"12345678901234567890\"}";

        assertThat(IdentityMask.masked(line)).isEqualTo(line);
    }
}
