package org.eir.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a command finds its node, and what it says when that does not go well. */
class NodeAccessTest {
    private FakeRegister register;

    @TempDir
    private Path data;

    @BeforeEach
    void start() throws IOException {
        register = FakeRegister.start();
        register.says("GET /api/v1/status", 200, "{\"revision\":4,\"register\":{\"entries\":3}}");
    }

    @AfterEach
    void stop() {
        register.close();
    }

    @Test
    void theDataDirectoryKnowsNodeAndToken() throws IOException {
        Files.writeString(data.resolve("admin.url"), register.url() + "\n");
        Files.writeString(data.resolve("admin.token"), FakeRegister.TOKEN + "\n");

        assertThat(new Typed().types("status", "--data", data.toString()).out())
                .isEqualTo("revision          4\nregister.entries  3\n");
        assertThat(new Typed().with("EIR_DATA", data.toString()).types("status").exitCode())
                .isZero();
    }

    @Test
    void optionsComeBeforeVariables() {
        Typed typed = new Typed().with("EIR_SERVER", "http://127.0.0.1:1").with("EIR_TOKEN", "wrong");

        assertThat(typed.types("status", "--server", register.url() + "/", "--token", FakeRegister.TOKEN)
                        .exitCode())
                .isZero();
    }

    @Test
    void aNodeThatIsNotRunningIsSaidWithTheWayOut() throws IOException {
        String nobody;
        try (ServerSocket closedAtOnce = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = "http://127.0.0.1:" + closedAtOnce.getLocalPort();
        }

        Typed.Result result = new Typed().types("status", "--server", nobody);

        assertThat(result.err())
                .isEqualTo("No register answers at " + nobody
                        + "; start one with ./eir start-dev, or name another with --server.\n");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void aRefusedTokenIsSaidWithTheWayOut() {
        Typed.Result result = new Typed().types("status", "--server", register.url(), "--token", "wrong");

        assertThat(result.err()).startsWith("The register at " + register.url() + " refused the token;");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void aMissingTokenIsSaidWithThePlaceWhereItWasLookedFor() {
        Typed.Result result = new Typed().types("status", "--server", register.url(), "--data", data.toString());

        assertThat(result.err())
                .contains("wants a token", data.resolve("admin.token").toString());
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void whatIsNoRegisterIsSaidToBeNone() {
        register.says("GET /api/v1/peers", 200, "<html>");

        assertThat(Typed.at(register).types("peers").err()).contains("is no register");
    }

    @Test
    void anAddressThatIsNoneIsWrongUsage() {
        assertThat(new Typed().types("status", "--server", "localhost").exitCode())
                .isEqualTo(2);
    }

    @Test
    void refusalsAreReadAsSentences() {
        register.says("POST /api/v1/entries", 400, """
                {"title":"Bad Request","status":400,"detail":"The entry was refused.",
                 "errors":[{"field":"identity","value":"123","rule":"an identity is an IMEI"},
                           {"field":"reference","value":"","rule":"is required"}]}
                """);

        Typed.Result result =
                Typed.at(register).types("list", "add", "black", "123", "--reason", "stolen", "--reference", "");

        assertThat(result.err()).isEqualTo("""
                The entry was refused.
                  identity '123': an identity is an IMEI
                  reference '': is required
                """);
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void aFailureIsJsonToo() throws IOException {
        Typed.Result result = Typed.at(register).types("peers", "--json");

        assertThat(Console.JSON.readTree(result.out()).path("error").asText())
                .isEqualTo("There is nothing at GET /api/v1/peers.");
        assertThat(result.exitCode()).isEqualTo(1);
    }
}
