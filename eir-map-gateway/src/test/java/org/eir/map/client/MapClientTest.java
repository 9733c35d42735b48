package org.eir.map.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eir.map.Vectors;
import org.eir.map.client.CheckImeiAnswer.CameBack;
import org.eir.map.client.CheckImeiAnswer.Nothing;
import org.eir.map.client.CheckImeiAnswer.Status;
import org.eir.map.m3ua.ErrorCode;
import org.eir.map.m3ua.Header;
import org.eir.map.m3ua.MessageType;
import org.eir.map.m3ua.MessageWriter;
import org.eir.map.m3ua.Parameter;
import org.eir.map.m3ua.PayloadData;
import org.eir.map.m3ua.PayloadData.Carried;
import org.eir.map.sccp.Msu;
import org.eir.map.sccp.ReturnCause;
import org.eir.map.sccp.SccpAddress;
import org.eir.map.sccp.SccpMessage;
import org.eir.map.sccp.SccpMessage.Unitdata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MapClientTest {
    private static final Path PATH = Path.byPointCode(11, 22, 100).withGlobalTitles("4917200000011", "491720000099");
    private static final int TIMEOUT_MS = 10_000;
    /** Where silence is what is awaited. */
    private static final int SHORTLY_MS = 200;

    private static final String STOLEN = "490154203237518";

    private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
    private ServerSocket listening;

    @BeforeEach
    void listen() throws IOException {
        listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        listening.close();
    }

    /** Answers each message of one connection with others. */
    private MapClient askOf(int timeoutMs, Function<byte[], List<byte[]>> peer) throws IOException {
        Thread.ofVirtual().start(() -> {
            try (Socket socket = listening.accept()) {
                DataInputStream in = new DataInputStream(socket.getInputStream());
                while (true) {
                    byte[] header = in.readNBytes(Header.LENGTH);
                    if (header.length == 0) {
                        return;
                    }
                    byte[] message = Arrays.copyOf(header, Header.messageLength(header, 0));
                    in.readFully(message, Header.LENGTH, message.length - Header.LENGTH);
                    received.add(message);
                    for (byte[] answer : peer.apply(message)) {
                        socket.getOutputStream().write(answer);
                    }
                }
            } catch (IOException | UncheckedIOException closed) {
                // The test is over.
            }
        });
        return MapClient.overTcp("127.0.0.1", listening.getLocalPort(), PATH, timeoutMs);
    }

    private byte[] next() throws InterruptedException {
        byte[] message = received.poll(TIMEOUT_MS, TimeUnit.MILLISECONDS);
        assertThat(message).isNotNull();
        return message;
    }

    private static byte[] of(MessageType type) {
        return new MessageWriter(type).octets();
    }

    @Test
    void itBecomesActiveAnswersHeartbeatsAndTakesLeave() throws Exception {
        byte[] beat = new MessageWriter(MessageType.BEAT)
                .parameter(Parameter.HEARTBEAT_DATA, new byte[] {1, 2, 3})
                .octets();
        Function<byte[], List<byte[]>> peer = message -> switch (MessageType.of(message)) {
            case ASPUP -> List.of(of(MessageType.ASPUP_ACK), of(MessageType.NTFY));
            case ASPAC -> List.of(beat, of(MessageType.ASPAC_ACK), of(MessageType.NTFY));
            case ASPIA -> List.of(of(MessageType.ASPIA_ACK));
            case ASPDN -> List.of(of(MessageType.ASPDN_ACK));
            case null, default -> List.of();
        };
        try (MapClient client = askOf(TIMEOUT_MS, peer)) {
            client.activate();
            client.deactivate();
        }

        assertThat(next()).isEqualTo(of(MessageType.ASPUP));
        assertThat(next())
                .isEqualTo(new MessageWriter(MessageType.ASPAC)
                        .parameter(Parameter.ROUTING_CONTEXT, 100)
                        .octets());
        assertThat(next())
                .isEqualTo(new MessageWriter(MessageType.BEAT_ACK)
                        .parameter(Parameter.HEARTBEAT_DATA, new byte[] {1, 2, 3})
                        .octets());
        assertThat(MessageType.of(next())).isEqualTo(MessageType.ASPIA);
        assertThat(MessageType.of(next())).isEqualTo(MessageType.ASPDN);
    }

    @Test
    void anErrorInsteadOfAnAcknowledgementIsNamed() throws IOException {
        try (MapClient client = askOf(
                TIMEOUT_MS, message -> List.of(MessageWriter.error(ErrorCode.REFUSED_MANAGEMENT_BLOCKING, message)))) {
            assertThatThrownBy(client::activate).hasMessageContaining("M3UA error 13 instead of ASPUP_ACK");
        }
    }

    @Test
    void aQuestionLeavesAsItShould() throws Exception {
        try (MapClient client = askOf(SHORTLY_MS, message -> List.of())) {
            assertThat(client.ask(CheckImeiRequest.of(3, STOLEN).by(Node.SGSN))).isEqualTo(new Nothing());
        }

        Carried question = (Carried) PayloadData.read(next());
        Unitdata unitdata = (Unitdata) SccpMessage.read(question.msu().userData());
        assertThat(question.routingContext()).isEqualTo(100);
        assertThat(List.of(
                        question.msu().opc(),
                        question.msu().dpc(),
                        question.msu().networkIndicator()))
                .containsExactly(11, 22, 2);
        assertThat(unitdata.called()).isEqualTo(SccpAddress.ofGlobalTitle("491720000099", 9));
        assertThat(unitdata.calling()).isEqualTo(SccpAddress.ofGlobalTitle("4917200000011", 149));
        assertThat(unitdata.isReturnedOnError()).isTrue();
    }

    @Test
    void answersFindTheirQuestionsInWhateverOrderTheyCome() throws IOException {
        // Kept back until the second question is there, and then answered before it.
        byte[][] first = new byte[1][];
        Function<byte[], List<byte[]>> peer = message -> {
            if (first[0] == null) {
                first[0] = message;
                return List.of();
            }
            return List.of(answer(message, "v1-end-black"), answer(first[0], "v1-end-grey"));
        };
        try (MapClient client = askOf(TIMEOUT_MS, peer)) {
            int one = client.send(CheckImeiRequest.of(1, STOLEN));
            int two = client.send(CheckImeiRequest.of(1, STOLEN));

            assertThat(client.await(one)).isEqualTo(new Status(2));
            assertThat(client.await(two)).isEqualTo(new Status(1));
        }
    }

    @Test
    void aQuestionThatSccpGivesBackSaysWhy() throws IOException {
        Function<byte[], List<byte[]>> peer = message -> {
            Msu asked = ((Carried) PayloadData.read(message)).msu();
            byte[] udts = asked.userData().clone();
            udts[0] = SccpMessage.UDTS;
            udts[1] = (byte) ReturnCause.NO_TRANSLATION.code();
            return List.of(data(asked, udts));
        };
        try (MapClient client = askOf(TIMEOUT_MS, peer)) {
            assertThat(client.ask(CheckImeiRequest.of(3, STOLEN))).isEqualTo(new CameBack(ReturnCause.NO_TRANSLATION));
        }
    }

    @Test
    void rawMessagesPassInAndOut() throws IOException {
        byte[] vector = Vectors.of("v3-begin-white").m3ua();
        try (MapClient client = askOf(TIMEOUT_MS, List::of)) {
            client.sendRaw(vector);

            assertThat(client.receiveRaw()).isEqualTo(vector);
        }
    }

    @Test
    void silenceAndAClosedConnectionAreToldApart() throws IOException {
        try (MapClient client = askOf(SHORTLY_MS, message -> List.of())) {
            assertThatThrownBy(client::receiveRaw).isInstanceOf(SocketTimeoutException.class);
        }
        try (MapClient client = askOf(TIMEOUT_MS, message -> {
            throw new UncheckedIOException(new IOException("closes the connection"));
        })) {
            client.sendRaw(of(MessageType.ASPUP));
            assertThatThrownBy(client::receiveRaw).hasMessageContaining("closed");
        }
    }

    /** The answer of a vector to a question of version 1, under the question's transaction id. */
    private static byte[] answer(byte[] question, String vector) {
        Msu asked = ((Carried) PayloadData.read(question)).msu();
        Unitdata unitdata = (Unitdata) SccpMessage.read(asked.userData());
        byte[] tcap = Vectors.tcap(vector).clone();
        System.arraycopy(unitdata.data(), 4, tcap, 4, 4);
        return data(asked, new Unitdata(false, 0, unitdata.calling(), unitdata.called(), null, tcap).octets());
    }

    private static byte[] data(Msu asked, byte[] sccp) {
        return PayloadData.write(
                new Msu(asked.dpc(), asked.opc(), Msu.SCCP, asked.networkIndicator(), 0, asked.sls(), sccp), 100);
    }
}
