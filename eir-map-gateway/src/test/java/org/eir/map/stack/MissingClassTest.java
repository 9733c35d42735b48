package org.eir.map.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.restcomm.protocols.ss7.m3ua.impl.parameter.ParameterFactoryImpl;

/** jSS7 writes what it cannot take into its log with the help of a class that comes with none of its artifacts. */
class MissingClassTest {
    @Test
    void jss7CanLogAParameterItDumps() {
        assertThat(new ParameterFactoryImpl().createHeartbeatData(new byte[] {1, (byte) 0xab}))
                .asString()
                .contains("01ab");
    }
}
