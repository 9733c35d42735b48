package org.eir.admin.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.common.TlsKeyPair;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.awaitility.Awaitility;
import org.eir.admin.AdminServer;
import org.eir.admin.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private final TlsKeyPair first = TlsKeyPair.ofSelfSigned("localhost");
    private final TlsKeyPair second = TlsKeyPair.ofSelfSigned("localhost");

    private TlsConfig files() {
        return new TlsConfig(directory.resolve("tls.crt"), directory.resolve("tls.key"), 100);
    }

    private void write(TlsKeyPair certificate, TlsKeyPair key) throws IOException {
        Files.writeString(files().certificateFile(), pem("CERTIFICATE", encoded(certificate)));
        Files.writeString(
                files().privateKeyFile(), pem("PRIVATE KEY", key.privateKey().getEncoded()));
    }

    private static byte[] encoded(TlsKeyPair pair) {
        try {
            return pair.certificateChain().getFirst().getEncoded();
        } catch (CertificateEncodingException e) {
            throw new AssertionError(e);
        }
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(what, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes), what);
    }

    private static BigInteger serial(TlsKeyPair pair) {
        return pair.certificateChain().getFirst().getSerialNumber();
    }

    /** The certificate that a new connection is shown. */
    private static BigInteger shown(TestNode node) {
        try (SSLSocket socket =
                (SSLSocket) trustingAnybody().getSocketFactory().createSocket("127.0.0.1", node.server.port())) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static SSLContext trustingAnybody() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    null,
                    new TrustManager[] {
                        new X509TrustManager() {
                            @Override
                            public void checkClientTrusted(X509Certificate[] chain, String type) {}

                            @Override
                            public void checkServerTrusted(X509Certificate[] chain, String type) {}

                            @Override
                            public X509Certificate[] getAcceptedIssuers() {
                                return new X509Certificate[0];
                            }
                        }
                    },
                    null);
            return context;
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aChangedCertificateIsShownToNewConnectionsAndABrokenOneChangesNothing() throws IOException {
        write(first, first);
        try (TestNode node = new TestNode(TestNode.config(files()))) {
            assertThat(shown(node)).isEqualTo(serial(first));

            write(second, second);
            Awaitility.await().atMost(LIMIT).until(() -> shown(node).equals(serial(second)));

            Files.writeString(files().certificateFile(), "-----BEGIN CERTIFICATE-----\nhalf of");
            Awaitility.await().atMost(LIMIT).until(() -> failures(node) >= 1);
            assertThat(shown(node)).isEqualTo(serial(second));

            write(first, second);
            Awaitility.await().atMost(LIMIT).until(() -> failures(node) >= 2);
            assertThat(shown(node)).isEqualTo(serial(second));

            write(first, first);
            Awaitility.await().atMost(LIMIT).until(() -> shown(node).equals(serial(first)));
        }
    }

    private static double failures(TestNode node) {
        return node.meters.counter("eir.tls.reload.failures").count();
    }

    @Test
    void onlyTlsIsSpokenAndAnswersTellBrowsersToKeepToIt() throws Exception {
        write(first, first);
        try (TestNode node = new TestNode(TestNode.config(files()));
                HttpClient client = HttpClient.newBuilder()
                        .sslContext(TrustedCertificates.in(files().certificateFile()))
                        .build()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("https://localhost:" + node.server.port() + "/health/live"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("strict-transport-security").orElse(""))
                    .startsWith("max-age=");
            assertThatThrownBy(() -> client.send(
                            HttpRequest.newBuilder(
                                            URI.create("http://localhost:" + node.server.port() + "/health/live"))
                                    .version(HttpClient.Version.HTTP_1_1)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aNodeThatCannotUseItsCertificateDoesNotStartAndSaysWhy() throws IOException {
        assertThatThrownBy(() -> new TestNode(TestNode.config(files())))
                .isInstanceOf(AdminServer.StartException.class)
                .hasMessageContaining("tls.crt")
                .hasMessageContaining("cannot be read");

        write(first, second);
        assertThatThrownBy(() -> new TestNode(TestNode.config(files())))
                .isInstanceOf(AdminServer.StartException.class)
                .hasMessageContaining("the key is another certificate's");
    }

    @Test
    void withoutTlsNoBrowserIsToldToUseIt() {
        try (TestNode node = new TestNode()) {
            assertThat(node.get("/health/live").header("strict-transport-security"))
                    .isEmpty();
        }
    }
}
