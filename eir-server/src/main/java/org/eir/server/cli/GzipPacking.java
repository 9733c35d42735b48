package org.eir.server.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterInputStream;

/** Packs a stream as gzip (RFC 1952) while it is read, so that it can be sent without being kept. */
final class GzipPacking {
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    private static final int BUFFER = 1 << 16;

    private GzipPacking() {}

    /** The packed stream; closing it closes the other. */
    static InputStream of(InputStream plain) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        CheckedInputStream checked = new CheckedInputStream(plain, new CRC32());
        InputStream body = new DeflaterInputStream(checked, deflater, BUFFER);
        return new SequenceInputStream(Collections.enumeration(
                List.of(new ByteArrayInputStream(HEADER), body, new Trailer(checked, deflater))));
    }

    /** Checksum and length, known once everything before was read. */
    private static final class Trailer extends InputStream {
        private final CheckedInputStream checked;
        private final Deflater deflater;
        private ByteBuffer left = ByteBuffer.allocate(0);
        private boolean begun;

        Trailer(CheckedInputStream checked, Deflater deflater) {
            this.checked = checked;
            this.deflater = deflater;
        }

        @Override
        public int read() {
            if (!begun) {
                begun = true;
                left = ByteBuffer.allocate(2 * Integer.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt((int) checked.getChecksum().getValue())
                        .putInt((int) deflater.getBytesRead())
                        .flip();
            }
            return left.hasRemaining() ? left.get() & 0xff : -1;
        }

        @Override
        public void close() throws IOException {
            deflater.end();
        }
    }
}
