package org.eir.bench;

import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;

/** Prints how many bytes of heap a register keeps for each entry, and how long it took to load. */
final class RegisterMemory {
    private RegisterMemory() {}

    public static void main(String[] entries) {
        LoadedRegister.of(100_000, 1);
        for (String count : entries) {
            measure(Integer.parseInt(count));
        }
    }

    private static void measure(int entries) {
        long before = heapUsed();
        LoadedRegister loaded = LoadedRegister.of(entries, 1);
        long retained = heapUsed() - before;
        Reference.reachabilityFence(loaded);
        System.out.printf(
                "register of %,d: %.2f bytes an entry (%,d TACs), loaded in %.2f s%n",
                entries,
                (double) retained / entries,
                loaded.register().view().table().tacs(),
                loaded.loading().toMillis() / 1000.0);
    }

    private static long heapUsed() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
