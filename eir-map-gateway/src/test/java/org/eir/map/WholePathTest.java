package org.eir.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.eir.core.check.CheckInterface;
import org.eir.map.Vectors.Vector;
import org.eir.map.check.Asker;
import org.eir.map.check.CheckImeiService;
import org.eir.map.check.DialogueSettings;
import org.eir.map.check.MapCounters;
import org.eir.map.check.SubscriberExtension;
import org.eir.map.m3ua.Header;
import org.eir.map.m3ua.PayloadData;
import org.eir.map.m3ua.PayloadData.Carried;
import org.eir.map.m3ua.PayloadData.Refused;
import org.eir.map.sccp.Adjacent;
import org.eir.map.sccp.LocalAddress;
import org.eir.map.sccp.Msu;
import org.eir.map.sccp.SccpCounters;
import org.eir.map.sccp.SccpMessage;
import org.eir.map.sccp.Screen;
import org.eir.map.sccp.SignallingPoint;
import org.eir.map.sccp.TcapUser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From DATA to DATA: everything between the socket and the register, as octets. */
class WholePathTest {
    private static final int ITERATIONS = 100_000;
    private static final long SEED = 20261124;
    private static final int MAX_OPEN_DIALOGUES = 10;

    private final SmallRegister register = new SmallRegister();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SignallingPoint point =
            new SignallingPoint(new LocalAddress(2, 22, 9, List.of("491720000099")), user(), new SccpCounters(meters));

    private TcapUser user() {
        CheckImeiService service = new CheckImeiService(
                register.check(),
                new MapCounters(meters),
                new DialogueSettings(Set.of(SubscriberExtension.values()), MAX_OPEN_DIALOGUES, 30_000));
        return new TcapUser() {
            @Override
            public byte @Nullable [] answer(byte[] message, Asker asker) {
                return service.answer(message, asker);
            }

            @Override
            public byte @Nullable [] refuse(byte[] message, Asker asker) {
                return service.refuse(message, asker);
            }
        };
    }

    private record Association(Screen screen, List<Msu> sent) implements Adjacent {
        @Override
        public String name() {
            return "stp1";
        }

        @Override
        public String network() {
            return "operator-a";
        }

        @Override
        public void send(Msu answer) {
            sent.add(answer);
        }
    }

    /** The DATA that answer a DATA. */
    private List<byte[]> answers(byte[] message, Screen screen) {
        if (!(PayloadData.read(message) instanceof Carried carried)) {
            return List.of();
        }
        Association association = new Association(screen, new ArrayList<>());
        point.receive(carried.msu(), association);
        return association.sent().stream()
                .map(msu -> PayloadData.write(msu, carried.routingContext()))
                .toList();
    }

    @Test
    void anSgsnsQuestionComesByGf() {
        answers(Vectors.of("v3-begin-sgsn").m3ua(), Screen.OPEN);

        assertThat(register.lastAsked().via()).isEqualTo(CheckInterface.GF);
        assertThat(register.lastAsked().origin().host()).isEqualTo("491720000202");
    }

    @Test
    void whoMayNotAskIsRefusedAndTheRegisterIsNotAsked() {
        List<byte[]> refusal = answers(Vectors.of("v3-begin-black").m3ua(), new Screen(List.of("4365"), Set.of()));

        assertThat(refusal).hasSize(1);
        assertThat(register.timesAsked()).isZero();
    }

    @Test
    @Timeout(60)
    void whateverComesNothingIsThrownAndNothingGrows() {
        List<byte[]> seeds = Vectors.toEir().stream().map(Vector::m3ua).toList();
        Random random = new Random(SEED);
        int answered = 0;
        int refused = 0;
        for (int i = 0; i < ITERATIONS; i++) {
            byte[] message = mutated(seeds.get(random.nextInt(seeds.size())), random);
            try {
                answered += answersAreSound(message) ? 1 : 0;
                refused += PayloadData.read(message) instanceof Refused ? 1 : 0;
            } catch (RuntimeException | AssertionError e) {
                fail("iteration " + i + ": " + HexFormat.of().formatHex(message), e);
            }
        }
        assertThat(answered).as("answered").isGreaterThan(ITERATIONS / 4);
        assertThat(refused).as("refused by M3UA").isBetween(ITERATIONS / 100, ITERATIONS * 2 / 3);
        assertThat(register.timesAsked()).isBetween(ITERATIONS / 10, ITERATIONS);
        assertThat(meters.get("eir.map.sccp.reassembling").gauge().value()).isLessThanOrEqualTo(1_000);
        assertThat(meters.get("eir.map.sccp.dropped")
                        .tag("reason", "failed")
                        .counter()
                        .count())
                .isZero();
    }

    /** What goes out can be read again; whether anything did. */
    private boolean answersAreSound(byte[] message) {
        List<byte[]> answers = answers(message, Screen.OPEN);
        for (byte[] answer : answers) {
            Msu msu = ((Carried) PayloadData.read(answer)).msu();
            assertThat(msu.opc()).isEqualTo(22);
            assertThat(SccpMessage.read(msu.userData())).isNotInstanceOf(SccpMessage.Undecodable.class);
        }
        return !answers.isEmpty();
    }

    /** Flips, overwrites, cuts and repeats behind the header; the length is true, as the framing has made sure. */
    private static byte[] mutated(byte[] seed, Random random) {
        byte[] message = seed.clone();
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            int at = Header.LENGTH + random.nextInt(message.length - Header.LENGTH);
            switch (random.nextInt(16)) {
                case 0, 1, 2, 3, 4, 5 -> message[at] ^= (byte) (1 << random.nextInt(8));
                case 6, 7, 8 -> message[at] = (byte) random.nextInt(256);
                case 9, 10, 11 -> message[at] = new byte[] {0, -1, 0x7f, (byte) 0x80}[random.nextInt(4)];
                case 12, 13 -> System.arraycopy(message, at / 2, message, at, Math.min(8, message.length - at));
                case 14 -> message = Arrays.copyOf(message, Math.max(Header.LENGTH + 1, at));
                default -> message = Arrays.copyOf(message, message.length + 4 * random.nextInt(8));
            }
        }
        message[6] = (byte) (message.length >> 8);
        message[7] = (byte) message.length;
        return message;
    }
}
