package org.eir.server.node;

import java.time.Clock;
import java.time.Duration;
import org.eir.core.register.Register;

/** Lets entries start and expire by themselves, a tenth of a second after their moment at the latest. */
final class ValidityClock implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(100);

    private final Register register;
    private final Clock clock;
    private final Thread thread;

    ValidityClock(Register register, Clock clock) {
        this.register = register;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("eir-validity").daemon().start(this::run);
    }

    private void run() {
        while (!Thread.interrupted()) {
            register.advance(clock.instant());
            try {
                Thread.sleep(TICK);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
