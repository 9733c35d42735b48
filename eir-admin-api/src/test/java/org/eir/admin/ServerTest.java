package org.eir.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.awaitility.Awaitility;
import org.eir.admin.TestNode.Answer;
import org.eir.admin.access.AdminToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerTest {
    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer wrong-token", "Basic YTpi", "Bearer a-token-for-tests-onlyx"})
    void everythingUnderApiNeedsTheToken(String authorization) {
        for (String path : new String[] {"/api/v1/status", "/api/v1/entries?identity=x", "/api/nowhere"}) {
            var request = node.anonymous(path).GET();
            if (!authorization.isEmpty()) {
                request.header("Authorization", authorization);
            }

            Answer refused = node.send(request);

            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.problem()).isEqualTo("not-authenticated");
            assertThat(refused.header("www-authenticate")).startsWith("Bearer");
        }
    }

    @Test
    void theNameOfTheSchemeIsWrittenInAnyCase() {
        Answer answer = node.send(node.anonymous("/api/v1/status")
                .header("Authorization", "bearer " + TestNode.TOKEN)
                .GET());

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void everyAnswerForbidsGuessingItsTypeAndKeepingIt() {
        for (String path : new String[] {"/", "/health/live", "/metrics", "/api/v1/status", "/nowhere"}) {
            Answer answer = node.get(path);

            assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
            assertThat(answer.header("cache-control")).isEqualTo("no-store");
            assertThat(answer.header("content-security-policy")).contains("default-src 'none'");
            assertThat(answer.header("referrer-policy")).isEqualTo("no-referrer");
            assertThat(answer.header("server")).isEmpty();
        }
    }

    /** Once the server waited for every thread of its own, for ever, and a node with a hanging database did not stop. */
    @Test
    void aCallThatHangsDoesNotHoldUpTheEnd() throws Exception {
        CountDownLatch recording = new CountDownLatch(1);
        Semaphore free = new Semaphore(0);
        node.lists.afterRecording((actor, revision) -> {
            recording.countDown();
            free.acquireUninterruptibly();
        });
        CompletableFuture<Long> hanging =
                CompletableFuture.supplyAsync(() -> node.added("black", "356938035643809", "stolen"));
        recording.await();

        assertTimeoutPreemptively(Duration.ofMinutes(1), node.server::close);

        free.release();
        assertThat(hanging).failsWithin(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere", "/api/v1/nowhere", "/api/v1/entries/1/2/3", "/health"})
    void aPathThatNothingIsUnderIsAProblem(String path) {
        Answer answer = node.get(path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.problem()).isEqualTo("not-found");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/status,DELETE,GET",
        "/api/v1/entries,PUT,'GET, POST'",
        "/api/v1/imports,PUT,'GET, POST'",
        "/api/v1/imports/1/apply,GET,POST",
        "/health/live,POST,GET"
    })
    void aMethodThatAResourceHasNotIsAProblemThatNamesThoseItHas(String path, String method, String allowed) {
        Answer answer = node.send(node.request(path).method(method, BodyPublishers.ofString("x")));

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.problem()).isEqualTo("method-not-allowed");
        assertThat(answer.header("allow")).isEqualTo(allowed);
    }

    @Test
    void aBodyBeyondTheLimitIsAProblem() {
        Answer answer = node.post("/api/v1/entries", "{\"note\":\"" + "x".repeat(1 << 20) + "\"}");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.problem()).isEqualTo("too-large");
        assertThat(answer.text("/detail")).contains("1048576 bytes", "POST /api/v1/imports");
    }

    @Test
    void aPortInUseIsOneClearSentence() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            AdminConfig config = AdminConfig.of("127.0.0.1", taken.getLocalPort(), "op-a");

            assertThatThrownBy(() -> new TestNode(config))
                    .isInstanceOf(AdminServer.StartException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("http.port (EIR_HTTP_PORT)");
        }
    }

    @Test
    void closingLetsAnImportUnderWayFinish() {
        node.imports.mayApply.drainPermits();
        node.upload("list=black", "imei\n490154203237518\n");
        CompletableFuture<Void> closed = CompletableFuture.runAsync(node.server::close);
        assertThat(closed).isNotDone();

        node.imports.mayApply.release();

        assertThat(closed).succeedsWithin(java.time.Duration.ofSeconds(20));
        Awaitility.await().until(() -> node.register.view().revision() == 1);
    }

    @ParameterizedTest
    @CsvSource({
        "'',8080,op-a,2,host: must be an address",
        "127.0.0.1,70000,op-a,2,port: must be 0 to 65535",
        "127.0.0.1,8080,'',2,organisation: must have 1 to 64",
        "127.0.0.1,8080,op-a,-1,maxImportBytes: must be 0 or more"
    })
    void aWrongSettingIsRefusedByItsKey(
            String host, int port, String organisation, long maxImportBytes, String message) {
        assertThatThrownBy(() -> new AdminConfig(host, port, organisation, maxImportBytes, 1_000, 1_000, 100, 10, 100))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aTokenThatCouldBeGuessedIsRefused() {
        assertThatThrownBy(() -> new AdminToken(TestNode.OPERATOR, "short"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 16 characters")
                .hasMessageNotContaining("'short'");
    }
}
