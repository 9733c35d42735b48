package org.eir.server.node;

import java.util.concurrent.CountDownLatch;
import sun.misc.Signal;

/**
 * Waits for SIGTERM or Ctrl-C, so that a node can be stopped in its own order. A shutdown hook would run beside those of
 * libraries, and the embedded database would be gone before the node had taken leave of its peers; the platform has no
 * other way to be told first than this one of its unsupported module.
 *
 * <p>Made by the thread that starts the node: a signal that comes before {@link #await} interrupts the start.
 */
public final class StopSignal {
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread starter = Thread.currentThread();
    private volatile boolean started;

    public StopSignal() {
        for (String name : new String[] {"TERM", "INT"}) {
            Signal.handle(new Signal(name), signal -> stop());
        }
    }

    private void stop() {
        stop.countDown();
        if (!started) {
            starter.interrupt();
        }
    }

    /** Returns when the process was told to stop. */
    public void await() {
        started = true;
        try {
            stop.await();
        } catch (InterruptedException e) {
            // Told while the start was in its last steps: stop now, and let the steps of stopping take their time.
        }
    }
}
