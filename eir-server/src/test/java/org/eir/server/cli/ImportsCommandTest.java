package org.eir.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ImportsCommandTest {
    private static final String JOB = """
            {"id":3,"state":"%s","list":"black","source":"police","mode":"add","reference":"stolen.csv",
             "created":"2026-11-23T10:15:30Z","revision":6,"rollbackRevision":%s,"failure":null,
             "counts":{"rows":2,"new":1,"unchanged":1,"changed":0,"withdrawn":0,"rejected":0,"spareDigits":0}%s}
            """;
    private static final String LATER =
            ",\"laterEdits\":{\"identities\":1,\"first\":[{\"identity\":\"49015420323751\",\"revision\":7}]}";

    private FakeRegister register;

    @BeforeEach
    void start() throws IOException {
        register = FakeRegister.start();
    }

    @AfterEach
    void stop() {
        register.close();
    }

    @Test
    void theLatestAreListed() {
        register.says(
                "GET /api/v1/imports?limit=20",
                200,
                "{\"imports\":[" + job("applied", "null", "") + "],\"next\":null}");

        Typed.Result result = Typed.at(register).types("imports", "list");

        assertThat(result.out()).isEqualTo("""
                ID  STATE    LIST   SOURCE  MODE  CREATED               REVISION  REFERENCE
                3   applied  black  police  add   2026-11-23T10:15:30Z  6         stolen.csv
                """);
        assertThat(Typed.at(register).types("imports", "list", "--limit", "0").exitCode())
                .isEqualTo(2);
    }

    @Test
    void oneIsShownAsItsPreviewWas() {
        register.says("GET /api/v1/imports/3", 200, job("applied", "null", ""));

        Typed.Result result = Typed.at(register).types("imports", "show", "3");

        assertThat(result.out())
                .startsWith(
                        "import 3, applied: stolen.csv, 2 rows of police for the black list\n  new                     1\n");
    }

    @Test
    void aRollbackWantsAYesAndListsWhatItLeftAlone() {
        register.says("GET /api/v1/imports/3", 200, job("applied", "null", ""));
        register.says("POST /api/v1/imports/3/rollback", 200, job("rolled-back", "8", LATER));

        Typed.Result unsure = Typed.at(register).types("imports", "rollback", "3");
        assertThat(unsure.exitCode()).isEqualTo(1);
        assertThat(unsure.err()).isEqualTo("nothing was taken back; --yes does it without asking\n");
        assertThat(register.questions()).doesNotContain("POST /api/v1/imports/3/rollback");

        Typed.Result sure = Typed.at(register).types("imports", "rollback", "3", "--yes");
        assertThat(sure.exitCode()).isZero();
        assertThat(sure.out()).endsWith("""
                taken back as revision 8
                  1 identities were changed after the import and left as they are, the first:
                    49015420323751  revision 7
                """);
    }

    @Test
    void aRollbackThatIsRefusedSaysWhy() {
        register.says("GET /api/v1/imports/3", 200, job("rolled-back", "8", ""));
        register.says(
                "POST /api/v1/imports/3/rollback",
                409,
                "{\"type\":\"urn:eir:problem:not-applied\",\"detail\":\"Import 3 is rolled-back; only once.\"}");

        Typed.Result result = Typed.at(register).types("imports", "rollback", "3", "--yes");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("Import 3 is rolled-back; only once.\n");
    }

    private static String job(String state, String rollbackRevision, String further) {
        return JOB.formatted(state, rollbackRevision, further);
    }
}
