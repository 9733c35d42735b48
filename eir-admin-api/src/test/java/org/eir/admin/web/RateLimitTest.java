package org.eir.admin.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.eir.admin.TestNode;
import org.eir.admin.TestNode.Answer;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    @Test
    void aCallerWhoCallsTooOftenIsToldWhenToComeBackAndOthersAreNot() {
        RateLimit limit = new RateLimit(1, 2, 10);
        try (TestNode node = new TestNode(TestNode.config(limit))) {
            String other = node.key("viewer");
            node.get("/api/v1/status");

            Answer refused = node.get("/api/v1/status");

            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.problem()).isEqualTo("too-many-calls");
            assertThat(refused.header("retry-after")).isEqualTo("1");
            assertThat(node.get(other, "/api/v1/status").status()).isEqualTo(200);
            assertThat(node.send(node.anonymous("/health/live").GET()).status()).isEqualTo(200);
            assertThat(node.send(node.anonymous("/metrics").GET()).raw().body())
                    .contains("eir_http_rate_limited_total 1.0");
        }
    }
}
