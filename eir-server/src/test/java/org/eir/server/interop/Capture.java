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
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** What passed on the loopback interface to and from a port, recorded by dumpcap, read by tshark. */
final class Capture implements AutoCloseable {
    private static final String FILE = "s13.pcapng";
    private static final byte[] END = "end of the conversation".getBytes(StandardCharsets.US_ASCII);

    private final Path directory;
    private final int port;
    private final Program dumpcap;

    private Capture(Path directory, int port, Program dumpcap) {
        this.directory = directory;
        this.port = port;
        this.dumpcap = dumpcap;
    }

    /** Starts to record; returns when it does. */
    static Capture of(int port, Path directory) throws IOException {
        Program dumpcap =
                Program.start(directory, List.of("dumpcap", "-q", "-i", "lo", "-f", "port " + port, "-w", FILE));
        // Named once the capture is open.
        dumpcap.expect("File: ");
        return new Capture(directory, port, dumpcap);
    }

    /**
     * Stops to record. The kernel hands packets on with some delay: a datagram follows what was said, and once that is in
     * the file everything is.
     */
    void stop() throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(END, END.length, InetAddress.getLoopbackAddress(), port));
        }
        Awaitility.await().until(this::hasEnd);
        dumpcap.terminate();
        dumpcap.expectEnd(0);
    }

    private boolean hasEnd() throws IOException {
        String octets = Files.readString(directory.resolve(FILE), StandardCharsets.ISO_8859_1);
        return octets.contains(new String(END, StandardCharsets.US_ASCII));
    }

    /** Numbers of the frames that tshark cannot make sense of. */
    List<String> malformedFrames() throws IOException {
        return fields("_ws.malformed", "frame.number");
    }

    /** How many Diameter messages have this command code. */
    int requests(int command) throws IOException {
        return fields("diameter.cmd.code==" + command + " && diameter.flags.request==1", "frame.number")
                .size();
    }

    /** The answers to a command, in order, each as the values of these fields, separated by spaces. */
    List<String> answers(int command, String... fields) throws IOException {
        return fields("diameter.cmd.code==" + command + " && diameter.flags.request==0", fields);
    }

    private List<String> fields(String filter, String... fields) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "tshark",
                "-r",
                FILE,
                "-d",
                "tcp.port==" + port + ",diameter",
                "-Y",
                filter,
                "-T",
                "fields",
                "-E",
                "separator=/s"));
        Stream.of(fields).forEach(field -> command.addAll(List.of("-e", field)));
        return Program.run(directory, command.toArray(String[]::new)).stream()
                .map(String::strip)
                .toList();
    }

    @Override
    public void close() {
        dumpcap.close();
    }
}
