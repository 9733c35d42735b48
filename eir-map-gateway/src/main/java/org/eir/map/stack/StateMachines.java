package org.eir.map.stack;

import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.restcomm.protocols.ss7.m3ua.impl.NonPersistentM3UAManagementImpl;

/** jSS7's M3UA with a ticker of ours: its own one runs beside the messages, and nothing in it is made for two threads. */
final class StateMachines extends NonPersistentM3UAManagementImpl {
    private static final long TICK_MS = 500;

    private final Runnable tick;

    /**
     * @param tick is to call {@link #runTimers}
     */
    StateMachines(Runnable tick) {
        super("eir-m3ua", null, null);
        this.tick = tick;
    }

    @Override
    public void start() throws Exception {
        super.start();
        fsmTicker.shutdownNow();
        fsmTicker = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("m3ua-timers").factory());
        fsmTicker.scheduleAtFixedRate(tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
    }

    void runTimers() {
        m3uaScheduler.run();
    }
}
