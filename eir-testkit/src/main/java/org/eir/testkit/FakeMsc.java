package org.eir.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.function.Predicate;
import org.eir.core.identity.Imei;
import org.eir.map.client.CheckImeiAnswer;
import org.eir.map.client.CheckImeiAnswer.AbortedByUser;
import org.eir.map.client.CheckImeiAnswer.CameBack;
import org.eir.map.client.CheckImeiAnswer.Nothing;
import org.eir.map.client.CheckImeiAnswer.Refused;
import org.eir.map.client.CheckImeiAnswer.Rejected;
import org.eir.map.client.CheckImeiAnswer.ReturnError;
import org.eir.map.client.CheckImeiAnswer.Status;
import org.eir.map.client.CheckImeiRequest;
import org.eir.map.client.MapClient;
import org.eir.map.client.Node;
import org.eir.map.client.Path;
import org.jspecify.annotations.Nullable;

/**
 * An MSC, VLR or SGSN in a test, over a real socket. A test that uses it reads like a ladder diagram:
 *
 * <pre>{@code
 * try (FakeMsc msc = FakeMsc.connect(port)) {                                     // ASPUP, ASPAC
 *     msc.checkImei(STOLEN).version(3).expectBlacklisted();                       // Begin, End
 *     msc.checkImei(STOLEN).version(2).as(Node.SGSN).expectBlacklisted();
 *     msc.checkImei(OTHER).version(1).subscriber("001011234567890").expectUnknownEquipment();
 *     msc.leave();                                                                // ASPIA, ASPDN
 * }
 * }</pre>
 *
 * What was not expected is an {@link AssertionError} that says in words what came. For one thread.
 */
public final class FakeMsc implements AutoCloseable {
    /** As a node in development mode is reached: national, point codes 11 and 22, routing context 100. */
    public static final Path DEVELOPMENT =
            Path.byPointCode(11, 22, 100).withGlobalTitles("4917200000011", "491720000099");

    private static final int TIMEOUT_MS = 10_000;
    private static final int LATEST_VERSION = 3;

    private final MapClient client;

    private FakeMsc(MapClient client) {
        this.client = client;
    }

    /** Connects by TCP on loopback to a node with the addresses of development mode, and becomes active. */
    public static FakeMsc connect(int port) {
        return connect(port, DEVELOPMENT);
    }

    /** Connects by TCP on loopback and becomes active. */
    public static FakeMsc connect(int port, Path path) {
        return activated("TCP port " + port, () -> MapClient.overTcp("127.0.0.1", port, path, TIMEOUT_MS));
    }

    /** Connects by SCTP and becomes active. */
    public static FakeMsc connectBySctp(String host, int port, Path path) {
        return activated("SCTP " + host + ":" + port, () -> MapClient.overSctp(host, port, path, TIMEOUT_MS));
    }

    private static FakeMsc activated(String where, Exchange<MapClient> connect) {
        try {
            MapClient client = connect.run();
            try {
                client.activate();
                return new FakeMsc(client);
            } catch (IOException e) {
                client.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no M3UA on " + where + ": " + e.getMessage(), e);
        }
    }

    /** Asks about 14, 15 or 16 digits, or as many as are to be sent. Nothing is sent before {@code expect…}. */
    public Question checkImei(String digits) {
        return new Question(digits);
    }

    public Question checkImei(Imei imei) {
        return new Question(imei.text());
    }

    /** Takes leave, to which the register has to agree. */
    public void leave() {
        exchange(() -> {
            client.deactivate();
            return client;
        });
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
        private final String digits;
        private int version = LATEST_VERSION;
        private Node asker = Node.MSC;
        private @Nullable String imsi;
        private byte @Nullable [] octets;

        private Question(String digits) {
            this.digits = digits;
        }

        /** Version of MAP, 1 to 3. */
        public Question version(int newVersion) {
            this.version = newVersion;
            return this;
        }

        /** Asked by another kind of node. */
        public Question as(Node newAsker) {
            this.asker = newAsker;
            return this;
        }

        /** With the IMSI of who uses the device, in the vendor's form that fits the version. */
        public Question subscriber(String newImsi) {
            this.imsi = newImsi;
            return this;
        }

        /** With these octets in place of the digits' TBCD. */
        public Question octets(String hex) {
            this.octets = HexFormat.of().parseHex(hex);
            return this;
        }

        public void expectWhitelisted() {
            expect("whiteListed (0)", new Status(0)::equals);
        }

        public void expectBlacklisted() {
            expect("blackListed (1)", new Status(1)::equals);
        }

        public void expectGreylisted() {
            expect("greyListed (2)", new Status(2)::equals);
        }

        public void expectUnknownEquipment() {
            expectError(CheckImeiAnswer.UNKNOWN_EQUIPMENT);
        }

        public void expectSystemFailure() {
            expectError(CheckImeiAnswer.SYSTEM_FAILURE);
        }

        private void expectError(int code) {
            ReturnError expected = new ReturnError(code);
            expect(expected.text(), expected::equals);
        }

        /** Expects that the dialogue is refused; in version 1, which has no refusal, that it is aborted. */
        public void expectRefused() {
            expect("a refusal", version == 1 ? AbortedByUser.class::isInstance : Refused.class::isInstance);
        }

        /** Expects a refusal that offers another version of the context to ask with. */
        public void expectFallbackTo(int offered) {
            Refused expected = new Refused(CheckImeiAnswer.CONTEXT_NOT_SUPPORTED, offered);
            expect(expected.text(), expected::equals);
        }

        /** Expects a Reject of the invoke. */
        public void expectReject() {
            expect("a reject", Rejected.class::isInstance);
        }

        /** Expects that SCCP gives the question back. */
        public void expectBack() {
            expect("the question back from SCCP", CameBack.class::isInstance);
        }

        private void expect(String expected, Predicate<CheckImeiAnswer> isExpected) {
            CheckImeiAnswer answer = answer();
            if (!isExpected.test(answer)) {
                throw new AssertionError("expected that " + this + " is answered " + expected
                        + (answer instanceof Nothing ? ", and there was " : ", and the register sent ")
                        + answer.text());
            }
        }

        /** Asks, and expects nothing, not even an answer. */
        public CheckImeiAnswer answer() {
            CheckImeiRequest request = CheckImeiRequest.of(version, digits).by(asker);
            if (imsi != null) {
                request = request.subscriber(imsi);
            }
            CheckImeiRequest asked = octets == null ? request : request.octets(octets);
            return exchange(() -> client.ask(asked));
        }

        @Override
        public String toString() {
            String what = octets == null ? digits : HexFormat.of().formatHex(octets);
            return what + ", asked by " + asker + " in version " + version + ",";
        }
    }

    private interface Exchange<T> {
        T run() throws IOException;
    }

    private static <T> T exchange(Exchange<T> exchange) {
        try {
            return exchange.run();
        } catch (IOException e) {
            throw new AssertionError("the register did not answer: " + e.getMessage(), e);
        }
    }
}
