package org.eir.server.interop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What the scenarios are played with, inside the guest.
 *
 * <pre>
 *                                  path 0, 1                path 0, 1
 *     MSC (point code 11, RC 100) ============ osmo-stp  ============== register's node A (point code 22, RC 200)
 *                                                        -------------- register's node B (the same)
 *                                                            path 2
 * </pre>
 */
final class StpTestbed implements AutoCloseable {
    private static final int MSC_ROUTING_CONTEXT = 100;
    private static final int STP_PORT = 2905;
    private static final int MSC_PORT = 2906;
    private static final Duration FIRST_START = Duration.ofSeconds(90);

    private final Path directory;
    private final Jss7Msc jss7;
    private final Paths paths;
    private final Capture capture;
    private final Program stp;
    private final RegisterNode nodeA;
    private Program msc;

    private StpTestbed(Path directory, Jss7Msc jss7) throws IOException {
        this.directory = directory;
        this.jss7 = jss7;
        this.paths = Paths.laidOut(directory);
        this.capture = Capture.of(directory, "sctp", Paths.NAMES);
        this.stp = paths.startAtStp("osmo-stp -c osmo-stp.cfg");
        stp.expect("(Re)binding m3ua Server");
        this.nodeA = RegisterNode.start(
                        "node-a", List.of("10.98.0.1", "10.98.1.1"), 2907, List.of("10.98.0.2", "10.98.1.2"))
                .active();
    }

    /** The STP and node A, at work. */
    static StpTestbed built(Path directory, Jss7Msc jss7) throws IOException {
        return new StpTestbed(directory, jss7);
    }

    Paths paths() {
        return paths;
    }

    RegisterNode nodeA() {
        return nodeA;
    }

    /** A second node, active. */
    RegisterNode nodeB() {
        return RegisterNode.start("node-b", List.of("10.98.2.1"), 2908, List.of("10.98.2.2"))
                .active();
    }

    /** An MSC of octets. */
    RawMsc rawMsc() throws IOException {
        return RawMsc.overSctp(
                new InetSocketAddress("10.98.0.1", MSC_PORT),
                new InetSocketAddress("10.98.0.2", STP_PORT),
                MSC_ROUTING_CONTEXT);
    }

    /**
     * The older jSS7 as an MSC, which has begun to ask. In a guest on a busy host it may hang before it has said a word to
     * anybody, and then gets a second start: what is tested begins after it.
     */
    Program jss7Msc(Jss7Msc.Questions questions) throws IOException {
        msc = startedMsc(questions);
        if (!msc.prints("ACTIVE", FIRST_START)) {
            msc.close();
            msc = startedMsc(questions);
            msc.expect("ACTIVE");
        }
        return msc;
    }

    private Program startedMsc(Jss7Msc.Questions questions) throws IOException {
        return jss7.overSctp(
                directory, "10.98.0.1+10.98.1.1:" + MSC_PORT, "10.98.0.2:" + STP_PORT, MSC_ROUTING_CONTEXT, questions);
    }

    /** Makes room for the next scenario, however this one ended. */
    void clear() throws IOException {
        if (msc != null) {
            msc.close();
        }
        paths.restoreAll();
    }

    /** What the STP said so far. */
    List<String> stpLog() {
        return stp.lines();
    }

    @Override
    public void close() {
        nodeA.close();
        stp.terminate();
        capture.stop();
    }
}
