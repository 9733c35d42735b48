package org.eir.map.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.eir.core.check.CheckInterface;
import org.eir.core.check.Origin;
import org.eir.map.SmallRegister;
import org.eir.map.Vectors;
import org.eir.map.tcap.BerCursor;
import org.eir.map.tcap.MessageType;
import org.eir.map.tcap.TransactionPortion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages that are almost right: each is answered with one well-formed message or none, and nothing piles up. */
class FuzzTest {
    private static final int ITERATIONS = 200_000;
    private static final int MAX_DIALOGUES = 20;
    private static final long SEED = 20261124;

    private static final Asker MSC = new Asker(CheckInterface.F, "stp-a", new Origin("4917200000011", "example"));
    private static final List<byte[]> SEEDS =
            Vectors.toEir().stream().map(Vectors.Vector::tcap).toList();

    private final SmallRegister register = new SmallRegister();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CheckImeiService service = new CheckImeiService(
            register.check(),
            new MapCounters(meters),
            new DialogueSettings(EnumSet.allOf(SubscriberExtension.class), MAX_DIALOGUES, 60_000));

    @Test
    @Timeout(120)
    void everyMutationIsAnsweredWellOrNotAtAll() {
        Random random = new Random(SEED);
        int answered = 0;
        for (int i = 0; i < ITERATIONS; i++) {
            byte[] message = mutated(SEEDS.get(random.nextInt(SEEDS.size())), random);
            try {
                byte[] answer = random.nextInt(20) == 0 ? service.refuse(message, MSC) : service.answer(message, MSC);
                if (answer != null) {
                    assertWellFormed(answer, message);
                    answered++;
                }
            } catch (RuntimeException | AssertionError e) {
                fail("iteration " + i + ": " + HexFormat.of().formatHex(message), e);
            }
        }
        assertThat(answered).isBetween(ITERATIONS / 4, ITERATIONS);
        assertThat(register.timesAsked()).isBetween(ITERATIONS / 20, ITERATIONS);
        assertThat(meters.get("eir.map.messages.failed").counter().count()).isZero();
        assertThat(meters.get("eir.map.dialogues.open").gauge().value()).isBetween(1.0, (double) MAX_DIALOGUES);
    }

    private static void assertWellFormed(byte[] answer, byte[] message) {
        TransactionPortion read = TransactionPortion.of(answer);
        assertThat(read.type()).isIn(MessageType.END, MessageType.CONTINUE, MessageType.ABORT);
        assertThat(read.defect()).isNull();
        assertThat(answer.length).as("an answer does not amplify").isLessThan(2 * message.length + 128);
        assertElements(new BerCursor(answer, 0, answer.length), 0);
    }

    private static void assertElements(BerCursor elements, int depth) {
        while (elements.next()) {
            if ((elements.tag() & 0x20) != 0) {
                assertElements(elements.inside(), depth + 1);
            }
        }
        assertThat(elements.isBroken()).isFalse();
        assertThat(depth).isLessThan(12);
    }

    /** Flips, overwrites, cuts, repeats and swaps; then tells the truth about the length, more often than not. */
    private static byte[] mutated(byte[] seed, Random random) {
        byte[] message = seed.clone();
        for (int n = random.nextInt(4); n > 0; n--) {
            int at = random.nextInt(message.length);
            switch (random.nextInt(7)) {
                case 0 -> message[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> message[at] = (byte) random.nextInt(256);
                case 2 -> message[at] = new byte[] {0, -1, 0x7f, (byte) 0x80, (byte) 0x81, 0x1f}[random.nextInt(6)];
                case 3 -> message = Arrays.copyOf(message, Math.max(4, at));
                case 4 -> message = repeated(message, at, Math.min(message.length, at + 1 + random.nextInt(24)));
                case 5 -> System.arraycopy(message, at / 2, message, at, Math.min(12, message.length - at));
                default -> message = Arrays.copyOf(message, message.length + random.nextInt(8));
            }
        }
        if (random.nextInt(4) != 0 && message.length - 2 < 0x80 && message[1] != (byte) 0x80) {
            message[1] = (byte) (message.length - 2);
        }
        return message;
    }

    private static byte[] repeated(byte[] message, int from, int to) {
        if (message.length > 1_000) {
            return message;
        }
        byte[] longer = Arrays.copyOf(message, message.length + to - from);
        System.arraycopy(message, from, longer, to, message.length - from);
        return longer;
    }
}
