package org.eir.server.interop;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** Records what passes on network interfaces, with dumpcap. */
final class Capture implements AutoCloseable {
    private static final byte[] END = "end of the conversation".getBytes(StandardCharsets.US_ASCII);

    private final Path file;
    private final Program dumpcap;

    private Capture(Path file, Program dumpcap) {
        this.file = file;
        this.dumpcap = dumpcap;
    }

    /** Starts to record what goes to and from a port of the loopback interface; returns when it does. */
    static Capture of(int port, Path directory) throws IOException {
        return of(directory, "port " + port, List.of("lo"));
    }

    /** Starts to record what passes a filter on these interfaces; returns when it does. */
    static Capture of(Path directory, String filter, List<String> interfaces) throws IOException {
        Path file = directory.resolve("capture.pcapng");
        List<String> command = new ArrayList<>(List.of("dumpcap", "-q"));
        for (String name : interfaces) {
            command.addAll(List.of("-i", name, "-f", filter));
        }
        command.addAll(List.of("-w", file.toString()));
        Program dumpcap = Program.start(directory, command);
        // Named once the capture is open.
        dumpcap.expect("File: ");
        return new Capture(file, dumpcap);
    }

    /**
     * Stops to record on a port of the loopback interface. The kernel hands packets on with some delay: a datagram follows
     * what was said, and once that is in the file everything is.
     */
    void stop(int port) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(END, END.length, InetAddress.getLoopbackAddress(), port));
        }
        Awaitility.await().until(this::hasEnd);
        stop();
    }

    /** Stops to record. */
    void stop() {
        dumpcap.terminate();
        dumpcap.expectEnd(0);
    }

    private boolean hasEnd() throws IOException {
        String octets = Files.readString(file, StandardCharsets.ISO_8859_1);
        return octets.contains(new String(END, StandardCharsets.US_ASCII));
    }

    /** What was recorded. */
    Path file() {
        return file;
    }

    @Override
    public void close() {
        dumpcap.close();
    }
}
