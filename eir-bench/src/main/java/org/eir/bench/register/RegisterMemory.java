package org.eir.bench.register;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import org.eir.bench.support.LoadedRegister;
import org.eir.bench.support.Supervised;

/** Says how many bytes of heap a register of so many entries keeps, and how many milliseconds it took to load. */
final class RegisterMemory {
    private static final int WARM_UP = 100_000;

    private RegisterMemory() {}

    static void main(String[] arguments) throws IOException {
        LoadedRegister.of(WARM_UP, 1);
        long before = heapUsed();
        LoadedRegister loaded = LoadedRegister.of(Integer.parseInt(arguments[0]), 1);
        long retained = heapUsed() - before;
        Reference.reachabilityFence(loaded);
        Supervised.untilTheEnd(retained, loaded.loading().toMillis());
    }

    private static long heapUsed() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
