package org.eir.admin.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.eir.admin.TestNode;
import org.eir.admin.TestNode.Answer;
import org.eir.core.change.StoreFailedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What a caller is told when a call fails, and what only the log is told. */
class FailuresTest {
    private static final String STOLEN = "{\"list\":\"black\",\"identity\":\"490154203237518\",\"reason\":\"stolen\"}";

    private final TestNode node = new TestNode();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Failures.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void close() {
        logger.detachAppender(log);
        node.close();
    }

    @Test
    void aStatementThatWasRefusedIsAFaultOfTheRegisterAndIsFoundInItsLog() {
        IllegalStateException refused = new IllegalStateException("value too long for type character(8)");
        node.lists.failNextChange(
                new StoreFailedException("a statement was refused: " + refused.getMessage(), refused));

        Answer answer = node.post("/api/v1/entries", STOLEN);

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.problem()).isEqualTo("internal-error");
        assertThat(answer.header("retry-after")).isEmpty();
        assertThat(answer.raw().body()).doesNotContain("database", "character(8)", "Exception", "org.eir");
        String incident = answer.text("/instance").replace("urn:eir:incident:", "");
        assertThat(incident).hasSize(16);
        assertThat(answer.text("/detail")).contains(incident);
        assertThat(log.list).singleElement().satisfies(event -> {
            assertThat(event.getFormattedMessage()).isEqualTo("incident " + incident + ": POST /api/v1/entries failed");
            assertThat(event.getThrowableProxy().getMessage()).contains("character(8)");
        });
    }

    @Test
    void aDatabaseThatIsAwayIsSaidToBeAndTheCallMayBeMadeAgain() {
        node.lists.failNextChange();

        Answer answer = node.post("/api/v1/entries", STOLEN);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.problem()).isEqualTo("store-unavailable");
        assertThat(answer.header("retry-after")).isEqualTo("5");
        assertThat(node.post("/api/v1/entries", STOLEN).status()).isEqualTo(201);
    }
}
