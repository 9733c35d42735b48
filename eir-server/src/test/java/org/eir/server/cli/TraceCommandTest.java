package org.eir.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TraceCommandTest {
    private static final String QUESTION = "GET /api/v1/trace?identity=490154203237518&limit=1";
    private static final String CHECK = """
            {"type":"check","check":{"at":"2026-11-27T10:15:30.123Z","via":"s13","peer":"dra1","origin":"mme1.home","realm":"home",\
            "identity":"49015420323751","softwareVersion":12,"defect":null,"subscriber":"26201**********",\
            "verdict":"permitted","decided":"tracked","rule":"grey-list","revision":7,"policyVersion":1}}
            """;

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
    void everyCheckIsALineAndWhatWasMissedIsSaid() {
        says("{\"type\":\"begin\"}\n" + CHECK
                + "{\"type\":\"waiting\"}\n{\"type\":\"dropped\",\"count\":9}\n{\"type\":\"end\",\"why\":\"limit\"}\n");
        Typed.Result result = trace();
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).isEqualTo("""
                10:15:30.123Z s13 mme1.home (home) by dra1: 49015420323751/12 of 26201********** permitted (decided tracked),\
                 grey-list, revision 7
                """);
        assertThat(result.err()).contains("9 more passed", "--limit shows more");
    }

    @Test
    void aStreamThatBreaksOffIsNoEnd() {
        says("{\"type\":\"begin\"}\n");
        Typed.Result result = trace();
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("broke off");
    }

    @Test
    void somethingHasToBeNamed() {
        Typed.Result result = Typed.at(register).types("trace");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("--imei", "--peer", "--origin");
    }

    private void says(String lines) {
        register.says(QUESTION, 200, lines);
    }

    private Typed.Result trace() {
        return Typed.at(register).types("trace", "--imei", "490154203237518", "--limit", "1");
    }
}
