package org.eir.server.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The guest's network: three separate paths between here and the STP, which lives in a network namespace of its own.
 * Path N is 10.98.N.0/24; this end has .1, the STP's .2.
 */
final class Paths {
    static final List<String> NAMES = List.of("path0", "path1", "path2");

    private static final String STP = "stp";
    private static final Pattern DROPPED = Pattern.compile("dropped (\\d+)");

    /** Timers as operators set them where a lost path is to be noticed in seconds (RFC 9260 clause 16). */
    private static final List<String> SCTP_TIMERS = List.of(
            "rto_initial=500",
            "rto_min=200",
            "rto_max=1000",
            "path_max_retrans=2",
            "association_max_retrans=8",
            "hb_interval=1000");

    private final Path directory;
    private final Set<String> lossy = new TreeSet<>();

    private Paths(Path directory) {
        this.directory = directory;
    }

    static Paths laidOut(Path directory) throws IOException {
        Paths paths = new Paths(directory);
        paths.run("ip netns add " + STP);
        for (int i = 0; i < NAMES.size(); i++) {
            String name = NAMES.get(i);
            paths.run("ip link add " + name + " type veth peer name " + name + " netns " + STP);
            paths.run("ip addr add 10.98." + i + ".1/24 dev " + name);
            paths.run("ip -n " + STP + " addr add 10.98." + i + ".2/24 dev " + name);
            paths.atBothEnds("ip link set " + name + " up");
        }
        paths.run("ip -n " + STP + " link set lo up");
        // Each path for itself: an address that sends by another one is not listened to (RFC 3704 clause 2.2).
        paths.atBothEnds("busybox sysctl -q -w net.ipv4.conf.all.rp_filter=1");
        for (String timer : SCTP_TIMERS) {
            paths.atBothEnds("busybox sysctl -q -w net.sctp." + timer);
        }
        return paths;
    }

    /** Loses this many of a hundred packets on a path, in both directions; all of them: a cable that was pulled out. */
    void lose(int percent, String path) throws IOException {
        atBothEnds("tc qdisc replace dev " + path + " root netem loss " + percent + "%");
        lossy.add(path);
    }

    /** How many packets it has lost since then, on the way to the STP. */
    int lostOn(String path) throws IOException {
        List<String> statistics = Program.run(directory, "tc", "-s", "qdisc", "show", "dev", path);
        Matcher dropped = DROPPED.matcher(String.join(" ", statistics));
        return dropped.find() ? Integer.parseInt(dropped.group(1)) : 0;
    }

    void restore(String path) throws IOException {
        atBothEnds("tc qdisc del dev " + path + " root");
        lossy.remove(path);
    }

    /** Restores those that still lose packets. */
    void restoreAll() throws IOException {
        for (String path : List.copyOf(lossy)) {
            restore(path);
        }
    }

    /** Starts a program at the STP's end. */
    Program startAtStp(String command) throws IOException {
        return Program.start(directory, List.of(("ip netns exec " + STP + " " + command).split(" ")));
    }

    private void atBothEnds(String command) throws IOException {
        run(command);
        run("ip netns exec " + STP + " " + command);
    }

    private void run(String command) throws IOException {
        Program.run(directory, command.split(" "));
    }
}
