package org.eir.s13.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.eir.s13.Ecr;
import org.eir.s13.SmallRegister;
import org.eir.s13.client.CheckAnswer;
import org.eir.s13.codec.Avp;
import org.eir.s13.codec.AvpCursor;
import org.eir.s13.codec.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that are almost right: whatever they are, they get one well-formed answer that is not 5012. */
class FuzzTest {
    private static final int ITERATIONS = 60_000;
    private static final long SEED = 20261123;

    private final SmallRegister register = SmallRegister.refusingTheMalformed();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MeIdentityCheckHandler handler =
            new MeIdentityCheckHandler(Ecr.HOST, Ecr.REALM, register.check(), new S13Counters(meters));

    private static final List<byte[]> SEEDS = List.of(
            Ecr.of(SmallRegister.STOLEN).octets(),
            Ecr.of("4901542032").octets(),
            Ecr.bare()
                    .with(Ecr.terminalInformation(Ecr.meid(), Ecr.imei(SmallRegister.OWNED), Ecr.softwareVersion("01")))
                    .with(Ecr.text(Avp.USER_NAME, "001011234567890"))
                    .with(Ecr.proxyInfo("a.example.org", "1"))
                    .with(Ecr.text(Avp.ROUTE_RECORD, "r.example.org"))
                    .with(Ecr.proxyInfo("b.example.org", "2"))
                    .octets(),
            Ecr.bare().with(Ecr.terminalInformation(Ecr.meid())).octets());

    @Test
    @Timeout(60)
    void everyMutationIsAnsweredOnce() {
        Random random = new Random(SEED);
        for (int i = 0; i < ITERATIONS; i++) {
            byte[] request = mutated(SEEDS.get(random.nextInt(SEEDS.size())), random);
            try {
                assertAnswered(request);
            } catch (RuntimeException | AssertionError e) {
                fail("iteration " + i + ": " + HexFormat.of().formatHex(request), e);
            }
        }
        assertThat(register.timesAsked()).isBetween(ITERATIONS / 100, ITERATIONS);
    }

    private void assertAnswered(byte[] request) {
        byte[] answer = handler.answer(request, "peer");
        assertThat(Header.isRequest(answer)).isFalse();
        assertThat(Header.messageLength(answer, 0)).isEqualTo(answer.length);
        assertThat(Header.hopByHop(answer)).isEqualTo(Header.hopByHop(request));
        AvpCursor avps = AvpCursor.ofMessage(answer);
        while (avps.next()) {
            // To the end: no defect may be left there.
        }
        assertThat(avps.defect()).isEqualTo(AvpCursor.Defect.NONE);
        CheckAnswer read = CheckAnswer.of(answer);
        assertThat(read.resultCode().isPresent()
                        || read.experimentalResultCode().isPresent())
                .isTrue();
        assertThat(read.resultCode().orElse(0)).isNotEqualTo(5012);
    }

    /** Flips, overwrites, cuts, repeats and swaps; then tells the truth about the length, as the framing has made sure. */
    private static byte[] mutated(byte[] seed, Random random) {
        byte[] message = seed.clone();
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            int at = Header.LENGTH + random.nextInt(message.length - Header.LENGTH);
            switch (random.nextInt(6)) {
                case 0 -> message[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> message[at] = (byte) random.nextInt(256);
                case 2 -> message[at] = new byte[] {0, -1, 0x7f, (byte) 0x80}[random.nextInt(4)];
                case 3 -> message = Arrays.copyOf(message, Math.max(Header.LENGTH + 4, at & ~3));
                case 4 -> System.arraycopy(message, Header.LENGTH, message, at, Math.min(20, message.length - at));
                default -> message = Arrays.copyOf(message, message.length + 4 * random.nextInt(8));
            }
        }
        if (random.nextInt(10) == 0) {
            message[4 + random.nextInt(8)] ^= (byte) (1 << random.nextInt(8));
        }
        message[4] |= (byte) Header.REQUEST;
        message[1] = (byte) (message.length >> 16);
        message[2] = (byte) (message.length >> 8);
        message[3] = (byte) message.length;
        return message;
    }
}
