package org.eir.admin.questions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.stream.Collectors;
import org.eir.admin.TestNode;
import org.eir.admin.TestNode.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** ITU-T Q.5053: an auditing system asks for the status of devices and for the complete list. */
class StatusesTest {
    private static final String STATUSES = "/api/v1/audit/statuses";
    private static final String LIST = "/api/v1/audit/list";
    private static final String STOLEN = "490154203237518";

    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void theStatusOfOneDevice() {
        node.added("black", STOLEN, "stolen");

        Answer status = node.get(STATUSES + "/" + STOLEN);

        assertThat(status.body().at("/revision").asLong()).isEqualTo(1);
        assertThat(status.text("/statuses/0/verdict")).isEqualTo("prohibited");
        assertThat(status.text("/statuses/0/list")).isEqualTo("black");
        assertThat(status.text("/statuses/0/reason")).isEqualTo("stolen");
        assertThat(node.counted).isZero();
    }

    @Test
    void theStatusOfManyDevicesInTheirOrderAtOneRevision() {
        node.added("black", STOLEN, "stolen");
        node.added("grey", "35693803", "fraud");
        node.lists.goAway(true);

        Answer statuses = node.post(
                STATUSES, "{\"identities\":[\"868918031234564\",\"356938035643809\",\"" + STOLEN + "\",\"12\"]}");

        assertThat(statuses.body().at("/revision").asLong()).isEqualTo(2);
        assertThat(statuses.body().path("statuses")).hasSize(4);
        assertThat(statuses.text("/statuses/0/verdict")).isEqualTo("unknown");
        assertThat(statuses.text("/statuses/1/verdict")).isEqualTo("tracked");
        assertThat(statuses.text("/statuses/2/imei")).isEqualTo("49015420323751");
        assertThat(statuses.text("/statuses/3/rule")).isEqualTo("malformed");
    }

    @Test
    void atMostAThousandAtOnce() {
        String many = Collections.nCopies(1_001, "\"" + STOLEN + "\"").stream().collect(Collectors.joining(","));

        assertThat(node.post(STATUSES, "{\"identities\":[" + many + "]}").text("/errors/0/rule"))
                .isEqualTo("has to have 1 to 1000");
        assertThat(node.post(STATUSES, "{\"identities\":[]}").text("/errors/0/pointer"))
                .isEqualTo("/identities");
        assertThat(node.post(STATUSES, "{}").status()).isEqualTo(422);
    }

    @Test
    void theCompleteListStaysAsItWasWhenItsFirstPageWasRead() {
        long first = node.added("black", STOLEN, "stolen");
        node.added("grey", "35693803", "fraud");
        node.added("black", "868918031234564", "lost");

        Answer page = node.get(LIST + "?list=black&limit=1");
        node.post("/api/v1/entries/3/withdraw", "{\"reason\":\"mistake\",\"reference\":\"typed wrongly\"}");
        node.added("black", "352099001761481", "lost");
        Answer second = node.get(LIST + "?list=black&limit=1&cursor=" + page.text("/next"));
        Answer last = node.get(LIST + "?list=black&limit=1&cursor=" + second.text("/next"));

        assertThat(page.body().at("/entries/0/id").asLong()).isEqualTo(first);
        assertThat(second.text("/entries/0/identity")).isEqualTo("86891803123456");
        assertThat(second.body().at("/revision").asLong()).isEqualTo(3);
        assertThat(last.body().path("entries")).isEmpty();
        assertThat(last.body().at("/next").isNull()).isTrue();
        assertThat(node.get(LIST).body().path("entries")).hasSize(3);
    }

    @Test
    void aCursorIsForTheListItWasMadeFor() {
        node.added("black", STOLEN, "stolen");
        String next = node.get(LIST + "?list=black&limit=1").text("/next");

        assertThat(node.get(LIST + "?cursor=" + next).text("/errors/0/parameter"))
                .isEqualTo("cursor");
        assertThat(node.get(LIST + "?at=2030-01-01").text("/errors/0/rule")).startsWith("lies in the future");
        assertThat(node.get(LIST + "?at=2020-01-01").body().path("entries")).isEmpty();
    }
}
