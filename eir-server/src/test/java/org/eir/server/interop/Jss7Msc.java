package org.eir.server.interop;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An MSC that is not ours: jSS7 8.0.112, older than what the register stands on, in a process and on a class
 * path of its own. {@code jss7/Msc.java} says what it prints.
 *
 * @param classPath where the program and the libraries are
 */
record Jss7Msc(String classPath) {
    /** Where the Maven profile "interop" puts the libraries. */
    private static final Path LIBRARIES = Path.of("target", "jss7-msc");

    /** How the questions are put: at most a window of them at once, this long apart, each for so long. */
    record Questions(int count, int window, int everyMs, int timeoutMs, List<String> imeis) {}

    /** Compiles it into a directory. */
    static Jss7Msc compiledInto(Path directory) throws IOException {
        String libraries = LIBRARIES.toAbsolutePath() + File.separator + "*";
        Path source = Resource.copy("jss7/Msc.java", directory);
        Program.run(directory, jdk("javac"), "-cp", libraries, "-d", directory.toString(), source.toString());
        return new Jss7Msc(libraries + File.pathSeparator + directory);
    }

    /** Begins to ask over TCP, as the client of an IPSP. */
    Program overTcp(Path directory, int port, int routingContext, Questions questions) throws IOException {
        return start(
                directory,
                questions,
                "transport=tcp",
                "mode=ipsp",
                "local=127.0.0.1:0",
                "peer=127.0.0.1:" + port,
                "rc=" + routingContext);
    }

    /** Begins to ask over SCTP, as an ASP of the STP. */
    Program overSctp(Path directory, String local, String peer, int routingContext, Questions questions)
            throws IOException {
        return start(
                directory,
                questions,
                "transport=sctp",
                "mode=asp",
                "local=" + local,
                "peer=" + peer,
                "rc=" + routingContext);
    }

    private Program start(Path directory, Questions questions, String... link) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(jdk("java"), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classPath, "Msc"));
        Stream.of(link).forEach(command::add);
        command.add("questions=" + questions.count());
        command.add("window=" + questions.window());
        command.add("everyMs=" + questions.everyMs());
        command.add("timeoutMs=" + questions.timeoutMs());
        command.add("imeis=" + String.join(",", questions.imeis()));
        return Program.start(directory, command);
    }

    private static String jdk(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }
}
