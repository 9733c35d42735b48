package org.eir.core;

import org.eir.core.check.CheckRequest;
import org.eir.core.check.CheckResult;

/**
 * Port: told of every answered check, on the thread that answers. It must not block, must not throw, and drops (and
 * counts) what it cannot hold.
 */
@FunctionalInterface
public interface CheckRecorder {
    void record(CheckRequest request, CheckResult result);

    /** Tells this one and then another. */
    default CheckRecorder and(CheckRecorder other) {
        return (request, result) -> {
            record(request, result);
            other.record(request, result);
        };
    }
}
