package org.eir.bench.support;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** The machine that figures were measured on: figures without it mean nothing. */
public final class Machine {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private Machine() {}

    /** One line: processors, memory, kernel, JDK, and how busy it is with other things. */
    public static String line() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return String.format(
                Locale.ROOT,
                "machine: %d x %s, %d GB, %s %s, JDK %s, load average %.2f",
                Runtime.getRuntime().availableProcessors(),
                processor(),
                Math.round(system.getTotalMemorySize() / 1e9),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                Runtime.version(),
                system.getSystemLoadAverage());
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElseGet(() -> System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
