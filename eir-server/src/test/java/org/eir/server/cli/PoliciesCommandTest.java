package org.eir.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PoliciesCommandTest {
    private static final String POLICIES = """
            {"policies":[
              {"name":"default","version":1,"origins":[],"unlisted":"permitted","malformed":"unknown",
               "testIdentity":"permitted","organisation":null,
               "told":{"prohibited":"prohibited","tracked":"tracked","unknown":"unknown"}},
              {"name":"visited","version":7,"origins":[{"kind":"realm","value":"visited.org"},
               {"kind":"global-title","value":"4917"}],"unlisted":"unknown","malformed":"unknown",
               "testIdentity":"unknown","organisation":"op-b",
               "told":{"prohibited":"prohibited","tracked":"permitted","unknown":"unknown"}}]}
            """;

    private FakeRegister register;

    @BeforeEach
    void start() throws IOException {
        register = FakeRegister.start();
        register.says("GET /api/v1/policies", 200, POLICIES);
    }

    @AfterEach
    void stop() {
        register.close();
    }

    @Test
    void thePoliciesAreListed() {
        assertThat(Typed.at(register).types("policies").out()).isEqualTo("""
                NAME     VERSION  UNLISTED   MALFORMED  TESTIDENTITY  ORGANISATION  TOLD                  ORIGINS
                default  1        permitted  unknown    permitted                   as decided            everybody else
                visited  7        unknown    unknown    unknown       op-b          tracked as permitted  realm visited.org, global-title 4917
                """);
    }

    @Test
    void whatIsNotGivenStaysAsItIs() {
        register.says("PUT /api/v1/policies/visited", 200, "{\"name\":\"visited\",\"version\":9}");

        Typed.Result result = Typed.at(register).types("policies", "set", "visited", "--unlisted", "prohibited");

        assertThat(result.out()).isEqualTo("The policy visited counts as of revision 9.\n");
        assertThat(register.asked().getLast().body())
                .contains("\"unlisted\":\"prohibited\"", "\"malformed\":\"unknown\"", "\"organisation\":\"op-b\"")
                .contains("{\"kind\":\"global-title\",\"value\":\"4917\"}", "\"tracked\":\"permitted\"");
    }

    @Test
    void aNewPolicyTakesItsAnswersFromTheDefaultOne() {
        register.says("PUT /api/v1/policies/lab", 201, "{\"name\":\"lab\",\"version\":9}");

        Typed.at(register)
                .types("policies", "set", "lab", "--origin", "host=mme9.example.org", "--told", "unknown=permitted");

        assertThat(register.asked().getLast().body())
                .contains("\"unlisted\":\"permitted\"", "{\"kind\":\"host\",\"value\":\"mme9.example.org\"}")
                .contains("\"told\":{\"unknown\":\"permitted\"}");
    }

    @Test
    void aPolicyIsWithdrawnAsItWasRead() {
        register.says("GET /api/v1/policies/visited", 200, "{\"name\":\"visited\",\"version\":7}")
                .says("POST /api/v1/policies/visited/withdraw", 200, "{\"name\":\"visited\",\"revision\":10}");

        Typed.Result result = Typed.at(register)
                .types("policies", "withdraw", "visited", "--reason", "other", "--reference", "contract ended");

        assertThat(result.out()).isEqualTo("The policy visited is withdrawn since revision 10.\n");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void anOriginIsKindAndValue() {
        Typed.Result result = Typed.at(register).types("policies", "set", "lab", "--origin", "a.org");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("has to be KIND=VALUE");
    }

    @Test
    void aCheckCanBeAskedAsANetwork() {
        register.says("GET /api/v1/checks/490154203237518?origin=4917", 200, """
                {"identity":"490154203237518","verdict":"permitted","decided":"tracked","rule":"grey-list","list":"grey",
                 "reason":"fraud","level":"single","revision":4,
                 "policy":{"name":"visited","version":7,"organisation":"op-b"},
                 "entries":[{"id":3,"list":"grey","identity":"49015420323751","source":"op-c","scope":"op-c",
                             "reason":"lost","inForce":true},
                            {"id":4,"list":"grey","identity":"49015420323751","source":"op-b","scope":"op-b",
                             "reason":"fraud","inForce":true}]}
                """);

        assertThat(Typed.at(register)
                        .types("check", "490154203237518", "--from", "4917")
                        .out())
                .isEqualTo("""
                permitted
                  because        grey list
                  reason         fraud
                  source         op-b
                  revision       4
                  policy         visited, revision 7
                  local entries  op-b
                  told           permitted for tracked
                also listed
                  grey list  49015420323751  op-c  lost
                """);
    }
}
