package org.eir.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.eir.core.identity.Imei;
import org.eir.s13.client.CheckAnswer;
import org.eir.s13.client.IdentityCheckRequest;
import org.eir.s13.client.S13Client;
import org.eir.s13.codec.Header;

/**
 * One connection that keeps a number of requests outstanding: an answer is followed by the next request at once. Every
 * request is timed; one answer in {@value #VERIFIED_EVERY} is read and compared with what the register has to say.
 *
 * @param port of the server, on loopback
 * @param outstanding requests under way at any time
 * @param seconds how long
 * @param host who asks; another for every connection ever made, or a server waits for its old one to come back (RFC 3539)
 * @param listed phones that have to be answered prohibited, asked in turn with {@code unlisted}
 * @param unlisted phones that have to be answered unknown
 * @param verify false for a server that answers constants
 */
record S13Load(
        int port, int outstanding, int seconds, String host, Imei[] listed, Imei[] unlisted, boolean verify)
        implements Callable<Histogram> {
    static final String REGISTER_HOST = "eir.dev.example.org";
    static final String REGISTER_REALM = "dev.example.org";

    private static final int VERIFIED_EVERY = 64;
    private static final int FLAGS_AT = 4;
    private static final int HOP_BY_HOP_AT = 12;
    private static final int HEADER_BYTES = 20;
    private static final int EQUIPMENT_UNKNOWN = 5422;
    private static final long MAX_LATENCY_NS = 60_000_000_000L;

    @Override
    public Histogram call() throws IOException {
        try (SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port))) {
            channel.socket().setTcpNoDelay(true);
            return new Conversation(channel).run();
        }
    }

    /** Requests on their way, by the slot that the hop-by-hop identifier names. */
    private final class Conversation {
        private final SocketChannel channel;
        private final byte[] template;
        private final int imeiAt;
        private final ByteBuffer in = ByteBuffer.allocate(1 << 18).flip();
        private final ByteBuffer out;
        private final long[] sentAt = new long[outstanding];
        private final int[] askedFor = new int[outstanding];
        private final Histogram latencies = new Histogram(MAX_LATENCY_NS, 3);
        private int asked;

        Conversation(SocketChannel channel) {
            this.channel = channel;
            String marker = "00000000000000";
            this.template = new IdentityCheckRequest(
                            host, "bench.example.org", REGISTER_HOST, REGISTER_REALM, marker, "01", "001011234567890")
                    .octets(0, 0);
            this.imeiAt = new String(template, StandardCharsets.ISO_8859_1).indexOf(marker);
            this.out = ByteBuffer.allocate(template.length * outstanding);
        }

        Histogram run() throws IOException {
            exchangeCapabilities();
            for (int slot = 0; slot < outstanding; slot++) {
                ask(slot);
            }
            send();
            long end = System.nanoTime() + seconds * 1_000_000_000L;
            while (System.nanoTime() < end) {
                receive();
                send();
            }
            return latencies;
        }

        private void exchangeCapabilities() throws IOException {
            out.put(S13Client.capabilitiesRequest(host, "bench.example.org", channel.socket().getLocalAddress(), 0, 0));
            send();
            while (!hasMessage()) {
                read();
            }
            in.position(in.position() + length());
        }

        private void ask(int slot) {
            int number = asked++;
            long digits = phone(number).digits();
            for (int i = imeiAt + 13; i >= imeiAt; i--) {
                template[i] = (byte) ('0' + digits % 10);
                digits /= 10;
            }
            out.put(template);
            int identifiers = out.position() - template.length + HOP_BY_HOP_AT;
            out.putInt(identifiers, slot).putInt(identifiers + Integer.BYTES, number);
            askedFor[slot] = number;
            sentAt[slot] = System.nanoTime();
        }

        /** Every other phone is listed. */
        private Imei phone(int number) {
            Imei[] phones = number % 2 == 0 ? listed : unlisted;
            return phones[(number / 2) % phones.length];
        }

        private void receive() throws IOException {
            read();
            while (hasMessage()) {
                if (isRequest()) {
                    in.position(in.position() + length());
                    continue;
                }
                int slot = in.getInt(in.position() + HOP_BY_HOP_AT);
                latencies.recordValue(Math.min(System.nanoTime() - sentAt[slot], MAX_LATENCY_NS));
                if (verify && askedFor[slot] % VERIFIED_EVERY < 2) {
                    verify(askedFor[slot]);
                }
                in.position(in.position() + length());
                ask(slot);
            }
        }

        private void verify(int number) {
            byte[] octets = new byte[length()];
            in.get(in.position(), octets);
            CheckAnswer answer = CheckAnswer.of(octets);
            boolean right = number % 2 == 0
                    ? answer.equipmentStatus().orElse(-1) == 1
                    : answer.experimentalResultCode().orElse(-1) == EQUIPMENT_UNKNOWN;
            if (!right) {
                throw new IllegalStateException("a wrong answer for " + phone(number) + ": " + answer);
            }
        }

        private boolean hasMessage() {
            return in.remaining() >= HEADER_BYTES && in.remaining() >= length();
        }

        /** The server's watchdog: a turn is too short for it to mind that nobody answers. */
        private boolean isRequest() {
            return (in.get(in.position() + FLAGS_AT) & Header.REQUEST) != 0;
        }

        private int length() {
            return in.getInt(in.position()) & 0xFFFFFF;
        }

        private void read() throws IOException {
            in.compact();
            int read = channel.read(in);
            in.flip();
            if (read < 0) {
                throw new EOFException("the server closed the connection");
            }
        }

        private void send() throws IOException {
            out.flip();
            while (out.hasRemaining()) {
                channel.write(out);
            }
            out.clear();
        }
    }
}
