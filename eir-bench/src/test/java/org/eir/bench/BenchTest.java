package org.eir.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.eir.bench.support.LoadedRegister;
import org.eir.bench.support.MeasuredProcess;
import org.eir.core.register.RegisterView;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** A benchmark that measures something else than it says would be worse than none. */
class BenchTest {

    private record Run(int exit, String printed) {}

    @BeforeAll
    static void whatIsMeasuredStartsFasterThanItRuns() {
        System.setProperty(
                MeasuredProcess.NODE_OPTIONS,
                "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 --sun-misc-unsafe-memory-access=allow"
                        + " --enable-native-access=ALL-UNNAMED");
    }

    @Test
    void theRegisterHoldsWhatIsAskedForAsListedAndNothingElse() {
        LoadedRegister loaded = LoadedRegister.of(10_000, 1000);
        RegisterView view = loaded.register().view();
        assertThat(view.table().identities()).isEqualTo(10_000);
        assertThat(loaded.listed())
                .doesNotHaveDuplicates()
                .allMatch(imei -> view.lookup(imei).isListed());
        assertThat(loaded.unlisted())
                .doesNotHaveDuplicates()
                .noneMatch(imei -> view.lookup(imei).isListed());
    }

    @Test
    void theCommandLineNamesItsMeasurements() {
        assertThat(run("--help").printed())
                .contains("register", "s13", "map", "soak", "block", "import", "start", "past", "audit", "all");
    }

    @Test
    void theMachineComesFirst() {
        assertThat(run("register", "--quick", "--entries", "1000").printed())
                .startsWith("machine: ")
                .contains("1,000 entries");
    }

    @Test
    void theS13InterfaceAnswersTheLoadGeneratorRight() {
        Run run = run(
                "s13",
                "--without-otp",
                "--entries",
                "1000",
                "--rounds",
                "1",
                "--round-ms",
                "50",
                "--warm-up-ms",
                "50",
                "--pace",
                "4000");
        assertThat(run.printed())
                .contains("this register", "bare Netty", "OTP diameter: not run: left out")
                .doesNotContain("WRONG");
        assertThat(run.exit()).isZero();
    }

    @Test
    void theMapInterfaceAnswersTheLoadGeneratorRight() {
        Run run = run(
                "map",
                "--entries",
                "1000",
                "--rounds",
                "1",
                "--round-ms",
                "50",
                "--warm-up-ms",
                "50",
                "--pace",
                "4000");
        assertThat(run.printed())
                .contains("1 association, saturated", "4 associations, saturated", "bare Netty")
                .doesNotContain("WRONG");
        assertThat(run.exit()).isZero();
    }

    /** Minutes of it are {@code ./eir bench soak}; this is as much as every run has time for. */
    @Test
    void theMapInterfaceDoesNotGrow() {
        Run run = run("soak", "--entries", "1000", "--seconds", "30", "--slice-ms", "3000");
        assertThat(run.printed()).contains("it did not grow");
        assertThat(run.exit()).isZero();
    }

    @Test
    void anImportIsMeasuredStepByStep() {
        Run run = run("import", "--rows", "1000");
        assertThat(run.printed()).contains("upload", "preview", "apply", "answered", "bare ");
        assertThat(run.exit()).isZero();
    }

    @Test
    void aPhoneThatIsBlockedIsProhibitedAtTheNextQuestion() {
        Run run = run("block", "--seconds", "1");
        assertThat(run.printed())
                .contains("1 client", "8 clients", "bare INSERT")
                .doesNotContain("STALE");
        assertThat(run.exit()).isZero();
    }

    @Test
    void aStartLoadsEveryEntry() {
        Run run = run("start", "--entries", "1000", "--starts", "1");
        assertThat(run.printed()).contains("1,000 entries");
        assertThat(run.exit()).isZero();
    }

    @Test
    void questionsAboutThePastAreAnsweredAsTheHistorySays() {
        Run run = run("past", "--changes", "300000", "--questions", "100");
        assertThat(run.printed()).contains("300,000 changes", "as of a moment", "life of a device", "complete list");
        assertThat(run.exit()).isZero();
    }

    @Test
    void whatTheLogCostsIsMeasuredOnLogsThatVerify() {
        Run run = run(
                "audit",
                "--seconds",
                "1",
                "--rounds",
                "1",
                "--rows",
                "5000",
                "--imports",
                "1",
                "--changes",
                "2000",
                "--checkpoint-every",
                "50");
        assertThat(run.printed())
                .contains("without the log", "with the log", "a row, in an import of 5,000", "a log of 2,001")
                .contains("single changes, offline from an export", "an import, from the database")
                .doesNotContain("DID NOT VERIFY");
        assertThat(run.exit()).isZero();
    }

    private static Run run(String... arguments) {
        StringWriter printed = new StringWriter();
        CommandLine commandLine = Bench.commandLine().setOut(new PrintWriter(printed));
        int exit = commandLine.execute(arguments);
        return new Run(exit, printed.toString());
    }
}
