package org.eir.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eir.core.check.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckCommandTest {
    private static final String PROHIBITED = """
            {"identity":"490154203237518","verdict":"prohibited","rule":"black-list","list":"black","reason":"stolen",
             "level":"single","revision":4,"policyVersion":1,"because":"black list: stolen","note":null,
             "entries":[
               {"id":2,"list":"black","identity":"49015420323751","level":"single","source":"demo","reason":"stolen",
                "reference":"FIR 12/2026","reported":null,"validFrom":null,"validUntil":null,"exempt":false,
                "note":null,"since":"2026-11-23T10:00:00Z","revision":2},
               {"id":9,"list":"grey","identity":"49015420","level":"tac","source":"police","reason":"fraud",
                "reference":"case \\u001b[31m8","since":"2026-11-20T10:00:00Z","revision":1}]}
            """;

    private FakeRegister register;

    @BeforeEach
    void start() throws IOException {
        register = FakeRegister.start();
        register.says("GET /api/v1/checks/490154203237518", 200, PROHIBITED);
    }

    @AfterEach
    void stop() {
        register.close();
    }

    @Test
    void aProhibitedDeviceIsShownWithItsReasons() {
        Typed.Result result = Typed.at(register).types("check", "490154203237518");

        assertThat(result.out()).isEqualTo("""
                prohibited
                  because    black list
                  reason     stolen
                  reference  FIR 12/2026
                  source     demo
                  since      2026-11-23T10:00:00Z
                  revision   4
                also listed
                  grey list  49015420  police  fraud  case ?[31m8
                """);
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void anEntryThatIsNotInForceDecidesNothing() {
        register.says("GET /api/v1/checks/356938035643809", 200, """
                {"identity":"356938035643809","verdict":"tracked","rule":"grey-list","list":"grey","reason":"fraud",
                 "level":"single","revision":7,"entries":[
                   {"id":7,"list":"grey","identity":"35693803","source":"op","reason":"lost","inForce":false},
                   {"id":3,"list":"grey","identity":"35693803564380","source":"op","reason":"fraud","inForce":true}]}
                """);

        assertThat(Typed.at(register).types("check", "356938035643809").out()).isEqualTo("""
                tracked
                  because   grey list
                  reason    fraud
                  source    op
                  revision  7
                also listed
                  grey list  35693803  op  lost    not in force
                """);
    }

    @Test
    void theMomentThatWasAskedForIsShownFirst() {
        register.says("GET /api/v1/checks/490154203237518?at=2026-11-01T08%3A30%3A00Z", 200, """
                {"identity":"490154203237518","at":"2026-11-01T08:30:00Z","verdict":"unknown","rule":"unlisted","list":null,
                 "revision":3,"because":"No entry covers it.","entries":[]}
                """);

        assertThat(Typed.at(register)
                        .types("check", "490154203237518", "--at", "2026-11-01T09:30:00+01:00")
                        .out())
                .isEqualTo("""
                        unknown
                          as of     2026-11-01T08:30:00Z
                          because   No entry covers it.
                          revision  3
                        """);
    }

    @Test
    void anUnlistedDeviceIsExplainedByThePolicy() {
        register.says("GET /api/v1/checks/868918031234564", 200, """
                {"identity":"868918031234564","verdict":"unknown","rule":"unlisted","list":null,"reason":null,
                 "level":null,"revision":4,"policyVersion":1,"entries":[],"because":"no list holds it","note":null}
                """);

        Typed.Result result = Typed.at(register).types("check", "868918031234564");

        assertThat(result.out()).isEqualTo("""
                unknown
                  because   no list holds it
                  revision  4
                """);
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void jsonIsWhatTheRegisterSaid() throws IOException {
        Typed.Result result = Typed.at(register).types("check", "490154203237518", "--json");

        assertThat(Console.JSON.readTree(result.out())).isEqualTo(Console.JSON.readTree(PROHIBITED));
    }

    @Test
    void colourIsForTerminalsThatWantIt() {
        String colour = "\u001b[";

        assertThat(Typed.at(register)
                        .inColour()
                        .types("check", "490154203237518")
                        .out())
                .startsWith(colour);
        assertThat(Typed.at(register)
                        .with("NO_COLOR", "1")
                        .inColour()
                        .types("check", "490154203237518")
                        .out())
                .startsWith("prohibited");
    }

    @Test
    void subscriberAndMomentAreAskedFor() {
        register.says(
                "GET /api/v1/checks/490154203237518?at=2026-11-01T07%3A00%3A00Z&imsi=262011234567890", 200, PROHIBITED);

        Typed.Result result = Typed.at(register)
                .types("check", "490154203237518", "--imsi", "262011234567890", "--at", "2026-11-01T08:00:00+01:00");

        assertThat(result.exitCode()).isZero();
    }

    @Test
    void anIdentityIsOneSegmentOfThePathWhateverIsTyped() {
        Typed.at(register).types("check", "../entries?x=1 2");

        assertThat(register.questions()).containsExactly("GET /api/v1/checks/..%2Fentries%3Fx%3D1%202");
    }

    @Test
    void aNetworkIsAskedWithoutReasons() {
        Map<String, String> details = new LinkedHashMap<>(Map.of("result", "2001"));
        Typed.Result result = Typed.at(register)
                .network("s13", (identity, imsi, data) -> new NetworkCheck.Answer(Verdict.TRACKED, details))
                .types("check", "490154203237518", "--via", "s13");

        assertThat(result.out()).isEqualTo("tracked\n  result  2001\n");
        assertThat(register.asked()).isEmpty();
    }

    @Test
    void anInterfaceThatIsNotThereIsWrongUsage() {
        Typed.Result result = Typed.at(register).types("check", "490154203237518", "--via", "map");

        assertThat(result.err()).isEqualTo("via 'map': not in this version; there is core.\n");
        assertThat(result.exitCode()).isEqualTo(2);
    }

    @Test
    void aMomentThatIsNoneIsWrongUsage() {
        Typed.Result result = Typed.at(register).types("check", "490154203237518", "--at", "yesterday");

        assertThat(result.err()).contains("'yesterday' must be a moment such as 2026-11-01T08:30:00Z");
        assertThat(result.exitCode()).isEqualTo(2);
    }
}
