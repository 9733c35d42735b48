package org.eir.admin.questions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.eir.admin.TestNode;
import org.eir.admin.TestNode.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceLifeTest {
    private static final String LIFE = "/api/v1/audit/devices/";
    private static final String STOLEN = "490154203237518";

    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void everyChangeIsToldInOrderWithItsReasons() {
        long entry = node.added("black", STOLEN, "stolen");
        node.added("grey", "49015420", "counterfeit");
        node.added("black", "356938035643809", "lost");
        node.post("/api/v1/entries/" + entry + "/withdraw", "{\"reason\":\"recovered\",\"reference\":\"FIR closed\"}");

        Answer life = node.get(LIFE + STOLEN);

        assertThat(life.text("/imei")).isEqualTo("49015420323751");
        assertThat(told(life))
                .containsExactly(
                        "1 addition black 49015420323751 stolen by operator",
                        "2 addition grey 49015420 counterfeit by operator",
                        "4 withdrawal black 49015420323751 recovered by operator");
        assertThat(life.text("/events/2/reference")).isEqualTo("FIR closed");
        assertThat(life.text("/events/0/scope")).isEqualTo("everyone");
        assertThat(life.body().at("/next").isNull()).isTrue();
    }

    @Test
    void pagesFollowEachOtherWithoutLossOrRepetition() {
        node.added("black", STOLEN, "stolen");
        node.added("grey", "49015420", "counterfeit");
        node.added("white", STOLEN, "other");

        List<String> told = new ArrayList<>();
        String next = "";
        do {
            Answer page = node.get(LIFE + STOLEN + "?limit=1" + next);
            told.addAll(told(page));
            next = page.body().at("/next").isNull() ? "" : "&cursor=" + page.text("/next");
        } while (!next.isEmpty());

        assertThat(told).extracting(event -> event.split(" ")[2]).containsExactly("black", "grey", "white");
    }

    @Test
    void itIsForThoseWhoReadTheJournal() {
        assertThat(node.get(node.key("auditor"), LIFE + STOLEN).status()).isEqualTo(200);
        assertThat(node.get(node.key("viewer"), LIFE + STOLEN).problem()).isEqualTo("not-permitted");
    }

    @ParameterizedTest
    @CsvSource({
        "49015420,'',imei",
        "4901542032375AB,'',imei",
        STOLEN + ",?limit=501,limit",
        STOLEN + ",?cursor=x,cursor"
    })
    void whatIsWrongIsNamed(String imei, String query, String parameter) {
        Answer refused = node.get(LIFE + imei + query);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/errors/0/parameter")).isEqualTo(parameter);
    }

    private static List<String> told(Answer life) {
        List<String> told = new ArrayList<>();
        for (JsonNode event : life.body().path("events")) {
            told.add("%s %s %s %s %s by %s"
                    .formatted(
                            event.path("revision").asText(),
                            event.path("operation").asText(),
                            event.path("list").asText(),
                            event.path("subject").asText(),
                            event.path("reason").asText(),
                            event.path("actor").asText()));
        }
        return told;
    }
}
