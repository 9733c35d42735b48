package org.eir.s13;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.eir.s13.client.IdentityCheckRequest;
import org.eir.s13.client.S13Client;
import org.junit.jupiter.api.Test;

class S13GatewayTest {
    @Test
    void answers() throws Exception {
        SmallRegister register = new SmallRegister();
        try (S13Gateway gateway = S13Gateway.start(
                        S13Config.onLoopback(0, "eir.example.org", "example.org"),
                        register.check(),
                        new SimpleMeterRegistry());
                S13Client client = S13Client.connect("127.0.0.1", gateway.port(), "mme.example.org", "example.org", 5000)) {
            assertThat(client.exchangeCapabilities().resultCode()).hasValue(2001);
            assertThat(client.check(new IdentityCheckRequest(
                                    "mme.example.org", "example.org", null, "example.org", SmallRegister.STOLEN, null, null))
                            .equipmentStatus())
                    .hasValue(1);
        }
    }
}
