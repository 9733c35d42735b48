package org.eir.s13.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.eir.s13.Ecr;
import org.eir.s13.codec.FrameReader.Next;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
    private static final byte[] MESSAGE = Ecr.of("490154203237518").octets();

    private static FrameReader reader(byte[] octets) {
        return new FrameReader(new ByteArrayInputStream(octets), 200_000);
    }

    private static byte[] header(int version, int length) {
        byte[] header = new byte[Header.LENGTH];
        Octets.putInt32(header, 0, version << 24 | length);
        return header;
    }

    @Test
    void messagesComeOneByOneAndKnowWhetherAnotherWaits() throws IOException {
        ByteArrayOutputStream twice = new ByteArrayOutputStream();
        twice.write(MESSAGE);
        twice.write(MESSAGE);
        FrameReader frames = reader(twice.toByteArray());

        assertThat(frames.next()).isEqualTo(Next.MESSAGE);
        assertThat(frames.message()).isEqualTo(MESSAGE);
        assertThat(frames.hasMore()).isTrue();
        assertThat(frames.next()).isEqualTo(Next.MESSAGE);
        assertThat(frames.hasMore()).isFalse();
        assertThat(frames.next()).isEqualTo(Next.END);
    }

    @Test
    void aMessageMayComeOctetByOctet() throws IOException {
        FrameReader frames = new FrameReader(
                new InputStream() {
                    private int at;

                    @Override
                    public int read() {
                        return at < MESSAGE.length ? MESSAGE[at++] & 0xff : -1;
                    }

                    @Override
                    public int read(byte[] target, int from, int length) {
                        int octet = read();
                        if (octet >= 0) {
                            target[from] = (byte) octet;
                        }
                        return octet < 0 ? -1 : 1;
                    }
                },
                1024);

        assertThat(frames.next()).isEqualTo(Next.MESSAGE);
        assertThat(frames.message()).isEqualTo(MESSAGE);
    }

    @Test
    void manyMessagesPassThroughABufferTheyDoNotFit() throws IOException {
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        byte[] large = header(1, 100_000);
        for (int i = 0; i < 1_000; i++) {
            many.write(MESSAGE);
        }
        many.write(large);
        many.write(new byte[100_000 - large.length]);
        many.write(MESSAGE);
        FrameReader frames = reader(many.toByteArray());

        for (int i = 0; i < 1_000; i++) {
            assertThat(frames.next()).isEqualTo(Next.MESSAGE);
            assertThat(frames.message()).isEqualTo(MESSAGE);
        }
        assertThat(frames.next()).isEqualTo(Next.MESSAGE);
        assertThat(frames.message()).hasSize(100_000);
        assertThat(frames.next()).isEqualTo(Next.MESSAGE);
        assertThat(frames.message()).isEqualTo(MESSAGE);
    }

    @Test
    void halfAMessageIsNone() throws IOException {
        assertThat(reader(Arrays.copyOf(MESSAGE, MESSAGE.length - 1)).next()).isEqualTo(Next.END);
        assertThat(reader(new byte[] {1, 0}).next()).isEqualTo(Next.END);
    }

    @Test
    void anotherVersionIsNotRead() throws IOException {
        assertThat(reader(header(2, 20)).next()).isEqualTo(Next.BAD_VERSION);
        assertThat(reader("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII))
                        .next())
                .isEqualTo(Next.BAD_VERSION);
    }

    @Test
    void aLengthThatCannotBeIsRefusedBeforeAnythingIsBuffered() throws IOException {
        for (int length : new int[] {0, 19, 21, 200_004, 0xffffff}) {
            assertThat(reader(header(1, length)).next()).as("length %s", length).isEqualTo(Next.BAD_LENGTH);
        }
    }
}
