package org.eir.bench.support;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/** The other side of {@link MeasuredProcess}, inside the process. */
public final class Supervised {
    static final String ALLOCATED = "allocated";
    static final String HEAP = "heap";
    static final String THREADS = "threads";

    private Supervised() {}

    /** Says that measuring may begin, and answers questions until there are no more. */
    public static void untilTheEnd(long... numbers) throws IOException {
        StringBuilder ready = new StringBuilder("READY");
        for (long number : numbers) {
            ready.append(' ').append(number);
        }
        System.out.println(ready);
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String question = questions.readLine(); question != null; question = questions.readLine()) {
            System.out.println(answer(question));
        }
    }

    private static long answer(String question) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return switch (question) {
            case ALLOCATED -> threads.getTotalThreadAllocatedBytes();
            case HEAP -> heapBytes();
            case THREADS -> threads.getThreadCount();
            default -> -1;
        };
    }

    /** What is still needed: the heap after a full collection. */
    private static long heapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
