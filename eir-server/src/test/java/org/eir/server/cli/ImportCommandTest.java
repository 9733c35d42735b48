package org.eir.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {
    private static final String UPLOAD = "POST /api/v1/imports?dryRun=true&list=black&mode=add&name=stolen.csv";
    private static final String CONTENT = "imei,reporting_date,status\r\n490154203237518,20261101,\r\n12,\"x\",\r\n";

    private FakeRegister register;

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void start() throws IOException {
        register = FakeRegister.start();
        register.says("GET /api/v1/status", 200, "{}");
        file = Files.writeString(directory.resolve("stolen.csv"), CONTENT);
    }

    @AfterEach
    void stop() {
        register.close();
    }

    @Test
    void withoutATerminalItOnlyPreviews() {
        preview(0);

        Typed.Result result = Typed.at(register).types("import", "--list", "black", file.toString());

        assertThat(result.out()).isEqualTo("""
                stolen.csv: 2 rows for the black list
                  new                     1
                  unchanged               0
                  changed                 0
                  withdrawn               0
                  rejected                0
                  spare digits            0
                nothing was applied; --yes applies without asking
                """);
        assertThat(result.exitCode()).isZero();
        assertThat(register.questions()).doesNotContain("POST /api/v1/imports/3/apply");
        assertThat(register.asked().get(1).body()).isEqualTo(CONTENT);
    }

    @Test
    void withYesItIsAppliedAndFollowedToItsEnd() {
        preview(0);
        applied();

        Typed.Result result = Typed.at(register).types("import", "--list", "black", "--yes", file.toString());

        assertThat(result.out()).containsPattern("applied as revision 6 in [0-9.]+ s\n");
        assertThat(result.exitCode()).isZero();
        assertThat(register.questions())
                .containsSequence("POST /api/v1/imports/3/apply", "GET /api/v1/imports/3", "GET /api/v1/imports/3");
    }

    @Test
    void whatWasNotAppliedIsSaidWithTheReason() {
        preview(0);
        register.says("POST /api/v1/imports/3/apply", 202, job("applying", "null", "null", 0));
        register.says("GET /api/v1/imports/3", 200, job("previewed", "null", "\"Others changed the same.\"", 0));

        Typed.Result result = Typed.at(register).types("import", "--list", "black", "--yes", file.toString());

        assertThat(result.err()).contains("The import was not applied: Others changed the same.");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void onATerminalItAsks() {
        preview(0);
        applied();

        assertThat(Typed.at(register)
                        .answering("y\n")
                        .types("import", "--list", "black", file.toString())
                        .out())
                .contains("Apply this to the black list? [y/N]", "applied as revision 6");
        assertThat(Typed.at(register)
                        .answering("\n")
                        .types("import", "--list", "black", file.toString())
                        .out())
                .contains("nothing was applied");
    }

    @Test
    void rejectedRowsAreWrittenBesideTheFileWithLineReasonAndRow() throws IOException {
        preview(2);
        register.says(
                "GET /api/v1/imports/3/rejected?after=0&limit=1000",
                200,
                "{\"rejected\":[{\"line\":2,\"field\":\"imei\",\"value\":\"490154203237518\",\"rule\":\"is wrong\"}],\"next\":2}");
        register.says(
                "GET /api/v1/imports/3/rejected?after=2&limit=1000",
                200,
                "{\"rejected\":[{\"line\":3,\"field\":\"imei\",\"value\":\"12\",\"rule\":\"has 2 digits, not 14\"}],\"next\":null}");
        applied();

        Typed.Result result = Typed.at(register).types("import", "--list", "black", "--yes", file.toString());

        Path rejected = directory.resolve("stolen.csv.rejected.csv");
        assertThat(rejected).content().isEqualToNormalizingNewlines("""
                line,field,value,rule,row
                2,imei,490154203237518,is wrong,"490154203237518,20261101,"
                3,imei,12,"has 2 digits, not 14","12,""x"","
                """);
        assertThat(result.out()).contains("see " + rejected, "applied as revision 6");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void aFileWithoutAGoodRowIsNotAppliedWhateverWasTyped() {
        String job = job("previewed", "null", "null", 1).replace("\"rows\":3,\"new\":1", "\"rows\":1,\"new\":0");
        register.says("GET /api/v1/imports/3/rejected?after=0&limit=1000", 200, "{\"rejected\":[],\"next\":null}");
        register.says(UPLOAD, 202, job);
        register.says(
                UPLOAD.replace("mode=add", "mode=replace") + "&source=police",
                202,
                job.replace("\"withdrawn\":0", "\"withdrawn\":7"));

        Typed.Result added = Typed.at(register).types("import", "--list", "black", "--yes", file.toString());
        Typed.Result replaced = Typed.at(register)
                .types(
                        "import",
                        "--list",
                        "black",
                        "--source",
                        "police",
                        "--mode",
                        "replace",
                        "--yes",
                        file.toString());

        assertThat(added.out()).endsWith("nothing was applied: no row of the file is good\n");
        assertThat(added.exitCode()).isEqualTo(1);
        assertThat(replaced.out())
                .endsWith(
                        "nothing was applied: no row of the file is good; 'eir imports apply 3' withdraws 7 entries all"
                                + " the same\n");
        assertThat(replaced.exitCode()).isEqualTo(1);
        assertThat(register.questions()).doesNotContain("POST /api/v1/imports/3/apply");
    }

    @Test
    void strictAppliesNothingWhenARowIsRejected() {
        preview(1);
        register.says("GET /api/v1/imports/3/rejected?after=0&limit=1000", 200, "{\"rejected\":[],\"next\":null}");

        Typed.Result result =
                Typed.at(register).types("import", "--list", "black", "--strict", "--yes", file.toString());

        assertThat(result.out()).contains("nothing was applied: --strict accepts no rejected row");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(register.questions()).doesNotContain("POST /api/v1/imports/3/apply");
    }

    @Test
    void jsonIsTheJobAndWhatBecameOfIt() throws IOException {
        preview(0);
        applied();

        JsonNode json = Console.JSON.readTree(Typed.at(register)
                .types("import", "--list", "black", "--yes", "--json", file.toString())
                .out());

        assertThat(json.path("applied").asBoolean()).isTrue();
        assertThat(json.path("revision").asLong()).isEqualTo(6);
        assertThat(json.path("counts").path("new").asLong()).isEqualTo(1);
        assertThat(json.path("seconds").isNumber()).isTrue();
    }

    @Test
    void aFailedImportSaysWhy() {
        register.says(UPLOAD, 202, job("failed", "null", "\"the header names no imei\"", 0));

        Typed.Result result = Typed.at(register).types("import", "--list", "black", file.toString());

        assertThat(result.err()).contains("The import failed: the header names no imei");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void sourceModeReasonAndCheckDigitAreHandedOn() {
        Typed.at(register)
                .types(
                        "import",
                        "--list",
                        "grey",
                        "--source",
                        "police",
                        "--mode",
                        "replace",
                        "--reason",
                        "cloned",
                        "--check-digit",
                        "ignore",
                        file.toString());

        assertThat(register.questions())
                .contains("POST /api/v1/imports?checkDigit=ignore&dryRun=true&list=grey&mode=replace&name=stolen.csv"
                        + "&reason=cloned&source=police");
    }

    @Test
    void aDryRunNeverAsksAndNamesTheImport() {
        preview(0);

        Typed.Result result =
                Typed.at(register).answering("y\n").types("import", "--list", "black", "--dry-run", file.toString());

        assertThat(result.out()).endsWith("nothing was applied; 'eir imports apply 3' applies it\n");
        assertThat(result.exitCode()).isZero();
        assertThat(Typed.at(register)
                        .types("import", "--list", "black", "--dry-run", "--yes", file.toString())
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void aPackedFileIsSentAsItIsAndItsRejectedRowsAreReadFromIt() throws IOException {
        file = directory.resolve("stolen.csv.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(CONTENT.getBytes(StandardCharsets.UTF_8));
        }
        register.says(UPLOAD.replace("stolen.csv", "stolen.csv.gz"), 202, job("previewed", "null", "null", 1));
        register.says(
                "GET /api/v1/imports/3/rejected?after=0&limit=1000",
                200,
                "{\"rejected\":[{\"line\":3,\"field\":\"imei\",\"value\":\"12\",\"rule\":\"is short\"}],\"next\":null}");

        Typed.Result result = Typed.at(register).types("import", "--list", "black", file.toString());

        assertThat(result.exitCode()).isZero();
        assertThat(directory.resolve("stolen.csv.gz.rejected.csv"))
                .content()
                .contains("3,imei,12,is short,\"12,\"\"x\"\",\"");
    }

    @Test
    void whatShouldBeLookedAtFollowsTheCounts() {
        register.says(UPLOAD, 202, job("previewed", "null", "null", 0).strip().replaceFirst("}$", "") + """
                ,"overrideGolden":false,"preview":{
                  "conflicts":{"rows":1200,"first":[{"line":2,"identity":"49015420323751","entry":7,"list":"white","source":"customs"}]},
                  "goldenConflicts":{"rows":1,"first":[{"line":3,"identity":"35693803564380","entry":8,"list":"golden","source":"op-a"}]},
                  "largestTacs":[{"tac":"49015420","rows":2}],
                  "impact":{"seen":80000,"changed":1204,"complete":true,
                    "changes":[{"before":"permitted","after":"prohibited","devices":1204}],
                    "origins":[{"host":"mme1.example.org","realm":"example.org","devices":900}]}}}
                """);

        Typed.Result result = Typed.at(register).types("import", "--list", "black", file.toString());

        assertThat(result.out()).contains("""
                  conflicts           1,200  in another list as well
                  golden                  1  rejected, the golden list protects them
                  conflicts, the first:
                    line 2  49015420323751  white list, customs  entry 7
                  golden, the first:
                    line 3  35693803564380  golden list, op-a  entry 8
                  models with most rows:
                    49015420            2
                  1,204 of 80,000 devices seen lately would be answered otherwise:
                          1,204  permitted, then prohibited
                            900  asked for by mme1.example.org of example.org
                """);
    }

    @Test
    void aFileThatIsMissingOrEmptyIsSaidBeforeAnythingIsAsked() throws IOException {
        Path empty = Files.writeString(directory.resolve("empty.csv"), "");

        assertThat(Typed.at(register)
                        .types("import", "--list", "black", "missing.csv")
                        .err())
                .isEqualTo("There is no file missing.csv.\n");
        assertThat(Typed.at(register)
                        .types("import", "--list", "black", empty.toString())
                        .err())
                .isEqualTo(empty + " is empty; it needs a header line.\n");
        assertThat(Typed.at(register)
                        .types("import", "--list", "black", "--mode", "replace", empty.toString())
                        .exitCode())
                .isEqualTo(2);
        assertThat(register.asked()).isEmpty();
    }

    private void preview(int rejected) {
        register.says(UPLOAD, 202, job("previewed", "null", "null", rejected));
    }

    private void applied() {
        register.says("POST /api/v1/imports/3/apply", 202, job("applying", "null", "null", 0));
        register.says("GET /api/v1/imports/3", 200, job("applying", "null", "null", 0));
        register.says("GET /api/v1/imports/3", 200, job("applied", "6", "null", 0));
    }

    private static String job(String state, String revision, String failure, int rejected) {
        return """
               {"id":3,"state":"%s","revision":%s,"failure":%s,"counts":{"rows":%d,"new":1,"unchanged":0,"changed":0,
                "withdrawn":0,"rejected":%d,"spareDigits":0}}
               """.formatted(state, revision, failure, 2 + rejected, rejected);
    }
}
