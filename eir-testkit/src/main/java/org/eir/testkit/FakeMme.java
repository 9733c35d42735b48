package org.eir.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalInt;
import org.eir.core.identity.Imei;
import org.eir.s13.client.CheckAnswer;
import org.eir.s13.client.IdentityCheckRequest;
import org.eir.s13.client.S13Client;
import org.eir.s13.codec.Avp;
import org.eir.s13.codec.AvpCursor;
import org.eir.s13.codec.Header;
import org.eir.s13.codec.ResultCode;
import org.jspecify.annotations.Nullable;

/**
 * An MME in a test, over a real socket. A test that uses it reads like a ladder diagram:
 *
 * <pre>{@code
 * try (FakeMme mme = FakeMme.connect(port)) {                             // CER, CEA
 *     mme.identityCheck(STOLEN).expectProhibited();                       // ECR, ECA
 *     mme.identityCheck(OTHER).subscriber("001011234567890").expectUnknown();
 *     mme.watchdog();                                                     // DWR, DWA
 *     mme.disconnect();                                                   // DPR, DPA
 * }
 * }</pre>
 *
 * What was not expected is an {@link AssertionError} that shows the whole answer. For one thread.
 */
public final class FakeMme implements AutoCloseable {
    public static final String HOST = "mme.example.org";
    public static final String REALM = "example.org";

    private static final int TIMEOUT_MS = 10_000;
    /** DIAMETER_ERROR_EQUIPMENT_UNKNOWN (TS 29.272 clause 7.4.3.3). */
    private static final int EQUIPMENT_UNKNOWN = 5422;

    private final S13Client client;
    private final String originHost;
    private final String originRealm;
    private final String registerHost;
    private final String registerRealm;

    private FakeMme(S13Client client, String originHost, String originRealm, CheckAnswer capabilities) {
        this.client = client;
        this.originHost = originHost;
        this.originRealm = originRealm;
        this.registerHost = text(capabilities, Avp.ORIGIN_HOST);
        this.registerRealm = text(capabilities, Avp.ORIGIN_REALM);
    }

    /** Connects on loopback as {@value #HOST} and exchanges capabilities. */
    public static FakeMme connect(int port) {
        return connect(port, HOST, REALM);
    }

    /** Connects on loopback under a name of one's own and exchanges capabilities. */
    public static FakeMme connect(int port, String originHost, String originRealm) {
        try {
            S13Client client = S13Client.connect("127.0.0.1", port, originHost, originRealm, TIMEOUT_MS);
            try {
                CheckAnswer capabilities = client.exchangeCapabilities();
                requireSuccess("the exchange of capabilities", capabilities);
                return new FakeMme(client, originHost, originRealm, capabilities);
            } catch (IOException | AssertionError e) {
                client.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no S13 on port " + port + ": " + e.getMessage(), e);
        }
    }

    /** Asks about 14, 15 or 16 digits, or whatever is to be sent as such. Nothing is sent before {@code expect…}. */
    public Question identityCheck(String imei) {
        return new Question(imei);
    }

    public Question identityCheck(Imei imei) {
        return new Question(imei.text());
    }

    /** Probes the register, which has to answer. */
    public void watchdog() {
        requireSuccess("the watchdog", exchange(client::watchdog));
    }

    /** Takes leave, to which the register has to agree. */
    public void disconnect() {
        requireSuccess("taking leave", exchange(client::disconnect));
    }

    /** Waits until the register takes leave and closes the connection; watchdogs are answered on the way. */
    public void expectLeave() {
        try {
            byte[] message = client.receiveRaw();
            throw new AssertionError(
                    "expected that the register takes leave, and it sent\n" + DiameterText.of(message));
        } catch (IOException closed) {
            if (!client.asksToLeave()) {
                throw new AssertionError("the register did not take leave: " + closed.getMessage(), closed);
            }
        }
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A question, to be sent with what it is expected to be answered. */
    public final class Question {
        private final String imei;
        private String host = originHost;
        private String realm = originRealm;
        private @Nullable String softwareVersion;
        private @Nullable String imsi;

        private Question(String imei) {
            this.imei = imei;
        }

        /** Asked by another node than the one that is connected: through a DRA. */
        public Question from(String newHost, String newRealm) {
            this.host = newHost;
            this.realm = newRealm;
            return this;
        }

        /** User-Name: the IMSI of who uses the device. */
        public Question subscriber(String newImsi) {
            this.imsi = newImsi;
            return this;
        }

        /** Software-Version, two digits. */
        public Question softwareVersion(String newVersion) {
            this.softwareVersion = newVersion;
            return this;
        }

        public void expectPermitted() {
            expectStatus("permitted", 0);
        }

        public void expectProhibited() {
            expectStatus("prohibited", 1);
        }

        public void expectTracked() {
            expectStatus("tracked", 2);
        }

        /** Expects Experimental-Result-Code 5422 and no Equipment-Status. */
        public void expectUnknown() {
            CheckAnswer answer = answer();
            boolean unknown = answer.experimentalResultCode().equals(OptionalInt.of(EQUIPMENT_UNKNOWN))
                    && answer.resultCode().isEmpty()
                    && answer.equipmentStatus().isEmpty();
            require(unknown, "unknown (Experimental-Result-Code 5422)", answer);
        }

        /** Expects this Result-Code and no Equipment-Status. */
        public void expectError(int resultCode) {
            CheckAnswer answer = answer();
            boolean error = answer.resultCode().equals(OptionalInt.of(resultCode))
                    && answer.experimentalResultCode().isEmpty()
                    && answer.equipmentStatus().isEmpty();
            require(error, "the error " + resultCode, answer);
        }

        private void expectStatus(String verdict, int status) {
            CheckAnswer answer = answer();
            boolean asExpected = isSuccess(answer)
                    && answer.experimentalResultCode().isEmpty()
                    && answer.equipmentStatus().equals(OptionalInt.of(status));
            require(asExpected, verdict + " (Result-Code 2001, Equipment-Status " + status + ")", answer);
        }

        private void require(boolean holds, String expected, CheckAnswer answer) {
            if (!holds) {
                throw new AssertionError("expected that " + imei + " is answered " + expected
                        + ", and the register sent\n" + DiameterText.of(answer.raw()));
            }
        }

        /** Asks, and expects nothing but an answer. */
        public CheckAnswer answer() {
            return exchange(() -> client.check(
                    new IdentityCheckRequest(host, realm, registerHost, registerRealm, imei, softwareVersion, imsi)));
        }
    }

    private interface Exchange {
        CheckAnswer run() throws IOException;
    }

    private static CheckAnswer exchange(Exchange exchange) {
        try {
            return exchange.run();
        } catch (IOException e) {
            throw new AssertionError("the register did not answer: " + e.getMessage(), e);
        }
    }

    private static void requireSuccess(String what, CheckAnswer answer) {
        if (!isSuccess(answer)) {
            throw new AssertionError("expected that " + what + " succeeds (Result-Code 2001), and the register sent\n"
                    + DiameterText.of(answer.raw()));
        }
    }

    private static boolean isSuccess(CheckAnswer answer) {
        return answer.resultCode().equals(OptionalInt.of(ResultCode.SUCCESS.code()))
                && (answer.flags() & (Header.ERROR | Header.REQUEST)) == 0;
    }

    private static String text(CheckAnswer answer, int avp) {
        AvpCursor avps = AvpCursor.ofMessage(answer.raw());
        while (avps.next()) {
            if (avps.is(avp, Avp.NO_VENDOR)) {
                return avps.text();
            }
        }
        throw new AssertionError("there is no AVP " + avp + " in\n" + DiameterText.of(answer.raw()));
    }
}
