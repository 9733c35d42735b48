package org.eir.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExceptionsCommandTest {
    private static final String RULE = """
            {"id":3,"revision":7,"kind":"lock","imei":"49015420323751","verdict":"permitted",
             "subscribers":["26201**********","00101**********"],"source":"op-a","reason":"other","reference":null,
             "validFrom":null,"validUntil":null,"note":null,"since":"2026-11-20T08:00:00Z","inForce":true,
             "withdrawn":%s}""";
    private static final String PAIRED = """
            {"kind":"lock","source":"op-a","mode":"add","reference":"pairs.csv","dryRun":%s,
             "counts":{"rows":3,"rejected":1,"new":2,"unchanged":0,"changed":0,"withdrawn":0},
             "rejected":[{"line":4,"field":"imsi","value":"26201x","rule":"an IMSI has 6 to 15 decimal digits"}],
             "truncated":false,"revision":%s,"applied":null}""";
    private static final String IMPORT = "POST /api/v1/exceptions/import?dryRun=%s&kind=lock&mode=add&name=pairs.csv";

    @TempDir
    private Path directory;

    private FakeRegister register;
    private Path file;

    @BeforeEach
    void start() throws IOException {
        register = FakeRegister.start()
                .says("GET /api/v1/status", 200, "{\"revision\":6}")
                .says(IMPORT.formatted("true"), 200, PAIRED.formatted("true", "null"))
                .says(IMPORT.formatted("false"), 200, PAIRED.formatted("false", "8"));
        file = Files.writeString(directory.resolve("pairs.csv"), "imei,imsi\n490154203237518,262011234567890\n");
    }

    @AfterEach
    void stop() {
        register.close();
    }

    @Test
    void aLockIsMadeForSeveralSubscribers() {
        register.says("POST /api/v1/exceptions", 201, RULE.formatted("null"));

        Typed.Result result = Typed.at(register)
                .types(
                        "exceptions",
                        "add",
                        "490154203237518",
                        "--kind",
                        "lock",
                        "--imsi",
                        "262011234567890",
                        "--imsi",
                        "001010000000001",
                        "--reason",
                        "other");

        assertThat(result.out()).isEqualTo("Lock 3 for 490154203237518 counts since revision 7.\n");
        assertThat(register.asked().getFirst().body()).isEqualTo("""
                {"kind":"lock","imei":"490154203237518","subscribers":["262011234567890","001010000000001"],\
                "reason":"other"}""");
    }

    @Test
    void theRulesOfADeviceAreShown() {
        register.says(
                "GET /api/v1/exceptions?imei=490154203237518",
                200,
                "{\"exceptions\":[" + RULE.formatted("null") + "]}");

        assertThat(Typed.at(register)
                        .types("exceptions", "show", "490154203237518")
                        .out())
                .contains("KIND", "lock", "26201********** 00101**********", "op-a")
                .doesNotContain("VALIDUNTIL");
    }

    @Test
    void aRuleIsWithdrawnByItsNumber() {
        register.says(
                "POST /api/v1/exceptions/3/withdraw",
                200,
                RULE.formatted(
                        "{\"revision\":9,\"at\":\"2026-11-21T08:00:00Z\",\"reason\":\"mistake\",\"reference\":null}"));

        assertThat(Typed.at(register)
                        .types("exceptions", "withdraw", "3", "--reason", "mistake")
                        .out())
                .isEqualTo("Lock 3 is withdrawn since revision 9.\n");
    }

    @Test
    void aFileIsComparedShownAndApplied() {
        Typed.Result result =
                Typed.at(register).types("exceptions", "import", "--kind", "lock", "--yes", file.toString());

        assertThat(result.out()).isEqualTo("""
                pairs.csv: 3 pairs for locks of op-a
                  new        2  devices
                  unchanged  0  devices
                  changed    0  devices
                  withdrawn  0  devices
                  rejected   1  rows
                  LINE  FIELD  VALUE   RULE
                  4     imsi   26201x  an IMSI has 6 to 15 decimal digits
                applied as revision 8
                """);
        assertThat(register.asked().getLast().body()).isEqualTo("imei,imsi\n490154203237518,262011234567890\n");
    }

    @Test
    void withoutYesNothingIsAppliedElsewhereThanAtATerminal() {
        assertThat(Typed.at(register)
                        .types("exceptions", "import", "--kind", "lock", file.toString())
                        .out())
                .endsWith("nothing was applied; --yes applies without asking\n");
        assertThat(Typed.at(register)
                        .answering("y\n")
                        .types("exceptions", "import", "--kind", "lock", file.toString())
                        .out())
                .endsWith("applied as revision 8\n");
    }

    @Test
    void reasonAndCheckDigitAreHandedOnBothTimes() {
        String handedOn = "POST /api/v1/exceptions/import?checkDigit=ignore&dryRun=%s&kind=lock&mode=add&name=pairs.csv"
                + "&reason=unpaid";
        register.says(handedOn.formatted("true"), 200, PAIRED.formatted("true", "null"))
                .says(handedOn.formatted("false"), 200, PAIRED.formatted("false", "8"));

        Typed.Result result = Typed.at(register)
                .types(
                        "exceptions",
                        "import",
                        "--kind",
                        "lock",
                        "--reason",
                        "unpaid",
                        "--check-digit",
                        "ignore",
                        "--yes",
                        file.toString());

        assertThat(result.out()).endsWith("applied as revision 8\n");
        assertThat(register.questions()).contains(handedOn.formatted("true"), handedOn.formatted("false"));
    }

    @Test
    void strictAppliesNothingWhenARowIsRejected() {
        Typed.Result result = Typed.at(register)
                .types("exceptions", "import", "--kind", "lock", "--strict", "--yes", file.toString());

        assertThat(result.out()).endsWith("nothing was applied: --strict accepts no rejected row\n");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(register.questions()).doesNotContain(IMPORT.formatted("false"));
    }

    @Test
    void replacingNeedsTheSource() {
        assertThat(Typed.at(register)
                        .types("exceptions", "import", "--kind", "lock", "--mode", "replace", file.toString())
                        .exitCode())
                .isEqualTo(2);
    }
}
