package org.eir.server.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far an upload is: a bar on a terminal, otherwise a line every few seconds. */
final class UploadProgress {
    private static final int BAR_WIDTH = 79;
    private static final int BAR_EVERY_MS = 100;
    private static final long LINE_EVERY_NS = 5_000_000_000L;
    private static final long MEGABYTE = 1_000_000;

    private UploadProgress() {}

    /** The same stream, watched. */
    static InputStream watch(InputStream in, long length, Console console) {
        return console.terminal().errors() ? bar(in, length, console) : new Lines(in, length, console);
    }

    private static InputStream bar(InputStream in, long length, Console console) {
        ProgressBarBuilder bar = ProgressBar.builder()
                .setTaskName("uploading")
                .setInitialMax(length)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(BAR_EVERY_MS)
                .setConsumer(new DelegatingProgressBarConsumer(
                        line -> {
                            console.err().print("\r" + line);
                            console.err().flush();
                        },
                        BAR_WIDTH));
        if (length >= MEGABYTE) {
            bar.setUnit(" MB", MEGABYTE);
        } else {
            bar.setUnit(" kB", 1000);
        }
        return new FilterInputStream(ProgressBar.wrap(in, bar)) {
            @Override
            public void close() throws IOException {
                super.close();
                console.note("");
            }
        };
    }

    /** Says every few seconds how much has been read. */
    private static final class Lines extends FilterInputStream {
        private final long length;
        private final Console console;
        private long done;
        private long nextNote = System.nanoTime() + LINE_EVERY_NS;

        Lines(InputStream in, long length, Console console) {
            super(in);
            this.length = length;
            this.console = console;
        }

        @Override
        public int read() throws IOException {
            int octet = super.read();
            count(octet < 0 ? 0 : 1);
            return octet;
        }

        @Override
        public int read(byte[] buffer, int offset, int count) throws IOException {
            int read = super.read(buffer, offset, count);
            count(Math.max(0, read));
            return read;
        }

        private void count(int octets) {
            done += octets;
            if (System.nanoTime() >= nextNote) {
                console.note("uploaded " + done * 100 / length + " %");
                nextNote = System.nanoTime() + LINE_EVERY_NS;
            }
        }
    }
}
