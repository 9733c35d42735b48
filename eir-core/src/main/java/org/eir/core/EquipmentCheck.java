package org.eir.core;

import org.eir.core.check.CheckRequest;
import org.eir.core.check.CheckResult;
import org.eir.core.check.Decision;
import org.eir.core.identity.PresentedIdentity.Device;
import org.eir.core.identity.PresentedIdentity.Malformed;
import org.eir.core.list.Match;
import org.eir.core.register.Register;
import org.eir.core.register.RegisterView;

/**
 * Answers a check: look up, decide, record, return. Every interface asks here.
 *
 * <p>No I/O, no lock: one volatile read takes a consistent view of lists and policy, and everything after that works on
 * what no writer changes. Safe for any number of threads.
 */
public final class EquipmentCheck {
    private final Register register;
    private final CheckRecorder recorder;

    public EquipmentCheck(Register register, CheckRecorder recorder) {
        this.register = register;
        this.recorder = recorder;
    }

    /** Answers a network's question and records that it was asked. */
    public CheckResult check(CheckRequest request) {
        CheckResult result = decide(register.view(), request);
        recorder.record(request, result);
        return result;
    }

    /** Answers without recording: for people who want to see what a network would be told. */
    public CheckResult preview(CheckRequest request) {
        return decide(register.view(), request);
    }

    private static CheckResult decide(RegisterView view, CheckRequest request) {
        Match match = switch (request.identity()) {
            case Device device -> view.lookup(device.imei());
            case Malformed malformed -> Match.NONE;
        };
        Decision decision = view.policy().decide(match, request);
        return new CheckResult(
                decision.verdict(),
                decision.rule(),
                match,
                view.revision(),
                view.policy().version());
    }
}
