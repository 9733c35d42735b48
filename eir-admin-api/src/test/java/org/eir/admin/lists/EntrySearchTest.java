package org.eir.admin.lists;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.eir.admin.TestNode;
import org.eir.admin.TestNode.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Entries by what is known of them, page by page. */
class EntrySearchTest {
    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void pagesAreTheNewestFirstAndWhatIsAddedMeanwhileIsInNoneOfThem() {
        for (int i = 0; i < 5; i++) {
            node.added("black", "3569380300000" + i, "stolen");
        }
        List<Long> ids = new ArrayList<>();
        Answer page = node.get("/api/v1/entries?limit=2");
        while (true) {
            page.body().at("/entries").forEach(entry -> ids.add(entry.at("/id").asLong()));
            if (page.body().at("/next").isNull()) {
                break;
            }
            node.added("grey", "4901542032375" + ids.size(), "lost");
            page = node.get("/api/v1/entries?limit=2&cursor=" + page.text("/next"));
        }
        assertThat(ids).containsExactly(5L, 4L, 3L, 2L, 1L);
    }

    @ParameterizedTest
    @CsvSource({
        "list=grey, 2",
        "reason=lost, 3",
        "source=op-b, 3",
        "tac=35693803, 1",
        "state=withdrawn, 4",
        "state=all&tac=35693803, 4;1",
        "recordedUntil=2026-11-23, ''",
        "recordedFrom=2026-11-23&state=all&limit=2, 4;3"
    })
    void eachFilterFindsItsEntries(String query, String found) {
        node.added("black", "35693803000001", "stolen");
        node.added("grey", "49015420323751", "stolen");
        node.post("op-b", "/api/v1/entries", """
                {"list":"black","identity":"49015420323752","reason":"lost"}""");
        node.added("black", "35693803000004", "fraud");
        node.post("/api/v1/entries/4/withdraw", "{\"reason\":\"mistake\"}");

        List<String> ids = new ArrayList<>();
        node.get("/api/v1/entries?" + query)
                .body()
                .at("/entries")
                .forEach(entry -> ids.add(entry.at("/id").asText()));

        assertThat(String.join(";", ids)).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({
        "cursor=abc, cursor",
        "cursor=ZW50cmllcy1iZWxvdzp4, cursor",
        "cursor=%25, cursor",
        "identity=490154203237518&list=black, list",
        "state=gone, state",
        "tac=1, tac",
        "limit=0, limit"
    })
    void aFilterThatIsNoneIsNamed(String query, String parameter) {
        Answer refused = node.get("/api/v1/entries?" + query);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/errors/0/parameter")).isEqualTo(parameter);
    }

    @Test
    void reasonsNameWhatOthersCallTheSame() {
        Answer reasons = node.get("/api/v1/reasons");

        assertThat(reasons.text("/reasons/0/reason")).isEqualTo("stolen");
        assertThat(reasons.text("/reasons/0/gsma")).isEqualTo("stolen");
        assertThat(reasons.text("/reasons/0/dirbs")).isEqualTo("stolen_list");
        assertThat(reasons.body().at("/withdrawalReasons")).hasSize(9);
    }
}
