package org.eir.server.node;

import java.util.concurrent.CountDownLatch;
import sun.misc.Signal;

/**
 * Waits for SIGTERM or Ctrl-C, so that a node can be stopped in its own order. A shutdown hook would run beside those of
 * libraries, and the embedded database would be gone before the node had taken leave of its peers; the platform has no other way to be
 * told first than this one of its unsupported module.
 */
public final class StopSignal {
    private final CountDownLatch stop = new CountDownLatch(1);

    public StopSignal() {
        for (String name : new String[] {"TERM", "INT"}) {
            Signal.handle(new Signal(name), signal -> stop.countDown());
        }
    }

    /** Returns when the process was told to stop. */
    public void await() {
        try {
            stop.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
