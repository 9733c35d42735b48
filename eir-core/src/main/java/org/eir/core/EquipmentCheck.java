package org.eir.core;

import org.eir.core.check.CheckRequest;
import org.eir.core.check.CheckResult;
import org.eir.core.check.Decision;
import org.eir.core.check.Policy;
import org.eir.core.check.SubscriberRules;
import org.eir.core.identity.PresentedIdentity.Device;
import org.eir.core.list.Match;
import org.eir.core.register.Register;
import org.eir.core.register.RegisterView;

/**
 * Answers a check: look up, decide, record, return. Every interface asks here.
 *
 * <p>No I/O, no lock: one volatile read takes a consistent view of lists and policies, and everything after that works on
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

    /** What a network is told by a register that stands like this: the present one, or one that might be. */
    public static CheckResult decide(RegisterView view, CheckRequest request) {
        Policy policy = view.policies().of(request);
        Match match = Match.NONE;
        SubscriberRules rules = SubscriberRules.NONE;
        if (request.identity() instanceof Device device) {
            match = view.lookup(device.imei(), policy.organisation());
            rules = view.subscriberRules().lookup(device.imei());
        }
        Decision decision = policy.decide(match, rules, request);
        return new CheckResult(
                policy.told().tell(decision.verdict()),
                decision.verdict(),
                decision.rule(),
                match,
                view.revision(),
                policy);
    }
}
