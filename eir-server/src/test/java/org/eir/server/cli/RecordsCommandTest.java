package org.eir.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordsCommandTest {
    private static final String RECORD = """
            {"at":"2026-11-27T10:15:3%d.000Z","via":"s13","peer":"dra1","origin":"mme1.home","realm":"home",
             "identity":"49015420323751","softwareVersion":null,"defect":null,"subscriber":"26201**********",
             "verdict":"prohibited","decided":"prohibited","rule":"black-list","revision":7,"policyVersion":1}""";

    private FakeRegister register;

    @BeforeEach
    void start() throws Exception {
        register = FakeRegister.start();
    }

    @AfterEach
    void stop() {
        register.close();
    }

    @Test
    void whatWasToldOfADeviceIsShown() {
        register.says(
                "GET /api/v1/records?identity=490154203237518&limit=100&origin=home&verdict=prohibited",
                200,
                "{\"records\":[" + RECORD.formatted(2) + "," + RECORD.formatted(1) + "],\"next\":null}");

        Typed.Result result = Typed.at(register)
                .types("records", "--identity", "490154203237518", "--origin", "home", "--verdict", "prohibited");

        assertThat(result.out().lines()).hasSize(3);
        assertThat(result.out())
                .contains("AT", "IDENTITY", "26201**********", "black-list")
                .doesNotContain("DEFECT");
    }

    @Test
    void pagesAreReadUntilThereAreEnough() {
        register.says(
                        "GET /api/v1/records?limit=2",
                        200,
                        "{\"records\":[" + RECORD.formatted(2) + "],\"next\":\"abc\"}")
                .says(
                        "GET /api/v1/records?cursor=abc&limit=1",
                        200,
                        "{\"records\":[" + RECORD.formatted(1) + "],\"next\":\"def\"}");

        assertThat(Typed.at(register).types("records", "--limit", "2").out())
                .endsWith("There are more; --limit shows them.\n");
    }

    @Test
    void whatIsNotRecordedIsSaidSo() {
        register.says("GET /api/v1/records?limit=100", 200, "{\"records\":[],\"next\":null}");

        assertThat(Typed.at(register).types("records").out()).isEqualTo("No such check is recorded.\n");
    }
}
