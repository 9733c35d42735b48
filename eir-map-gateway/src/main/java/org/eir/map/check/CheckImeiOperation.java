package org.eir.map.check;

import org.eir.core.EquipmentCheck;
import org.eir.core.check.CheckRequest;
import org.eir.core.check.CheckResult;
import org.eir.map.check.EquipmentStatusMapping.Outcome;
import org.eir.map.tcap.BerCursor;
import org.eir.map.tcap.BerWriter;
import org.eir.map.tcap.Component;
import org.eir.map.tcap.Problem;
import org.eir.map.tcap.Tag;
import org.jspecify.annotations.Nullable;

/** Performs the invokes of one message, in their order: each gets a result, an error or a reject. */
final class CheckImeiOperation {
    /** checkIMEI (TS 29.002 clause 17.6.1). */
    static final int CODE = 43;

    /** Components of one message that are looked at; a switch sends one. */
    static final int MAX_COMPONENTS = 16;

    private final EquipmentCheck check;
    private final ArgumentReader reader;
    private final MapCounters counters;
    private final FailureLog failures;

    CheckImeiOperation(EquipmentCheck check, ArgumentReader reader, MapCounters counters, FailureLog failures) {
        this.check = check;
        this.reader = reader;
        this.counters = counters;
        this.failures = failures;
    }

    /**
     * Writes what each component is due. After one whose length cannot be true the others cannot be found; after one too many
     * they are not looked at.
     */
    void perform(BerCursor components, MapVersion version, Asker asker, BerWriter answer) {
        Seen seen = new Seen();
        while (!seen.isOneTooMany() && components.next()) {
            perform(new Component(components), seen, version, asker, answer);
        }
        if (components.isBroken()) {
            perform(new Component(components), seen, version, asker, answer);
        }
    }

    private void perform(Component component, Seen seen, MapVersion version, Asker asker, BerWriter answer) {
        seen.components++;
        if (component.isResponse()) {
            // A reject is never rejected; results and errors are of invokes that nobody sent, and end nothing.
            counters.responseIgnored();
            return;
        }
        Problem problem = problem(component, seen);
        if (problem != null) {
            reject(component, problem, version, answer);
            return;
        }
        BerCursor parameter = component.parameter();
        CheckImeiArgument argument = reader.read(parameter, version);
        if (argument == null) {
            boolean broken = parameter.isBroken();
            Problem why = broken ? Problem.BADLY_STRUCTURED_COMPONENT : Problem.MISTYPED_PARAMETER;
            reject(component, why, version, answer);
            return;
        }
        writeOutcome(answer, component, decide(argument, version, asker), argument.statusAsked(), version);
    }

    private static @Nullable Problem problem(Component component, Seen seen) {
        if (component.problem() != null) {
            return component.problem();
        }
        if (seen.isOneTooMany()) {
            return Problem.RESOURCE_LIMITATION;
        }
        if (!seen.add(component.invokeId())) {
            return Problem.DUPLICATE_INVOKE_ID;
        }
        if (component.hasLinkedId()) {
            return Problem.UNRECOGNIZED_LINKED_ID;
        }
        return component.isOperation(CODE) ? null : Problem.UNRECOGNIZED_OPERATION;
    }

    private void reject(Component component, Problem why, MapVersion version, BerWriter answer) {
        counters.rejected(why, version);
        component.writeReject(answer, why);
    }

    private Outcome decide(CheckImeiArgument argument, MapVersion version, Asker asker) {
        try {
            CheckRequest request = new CheckRequest(
                    asker.via(), asker.peer(), asker.origin(), argument.subscriber(), argument.identity());
            CheckResult result = check.check(request);
            counters.decided(result.verdict(), version, request);
            return EquipmentStatusMapping.of(result);
        } catch (RuntimeException | LinkageError | AssertionError failure) {
            counters.failed(version);
            failures.log("A CheckIMEI from {} was answered systemFailure: it could not be decided", asker, failure);
            return EquipmentStatusMapping.FAILURE;
        }
    }

    private static void writeOutcome(
            BerWriter answer, Component invoke, Outcome outcome, boolean statusAsked, MapVersion version) {
        switch (outcome) {
            case Outcome.ReturnError error -> invoke.writeError(answer, error.code());
            case Outcome.Status status -> {
                int result = answer.begin(Tag.RETURN_RESULT_LAST);
                answer.octet(Tag.INTEGER, invoke.invokeId());
                int sequence = answer.begin(Tag.SEQUENCE);
                answer.octet(Tag.INTEGER, CODE);
                writeStatus(answer, status.equipmentStatus(), statusAsked, version);
                answer.end(sequence).end(result);
            }
        }
    }

    /** Version 3 returns what was asked for, and of that what the register holds: never bmuef. */
    private static void writeStatus(BerWriter answer, int status, boolean statusAsked, MapVersion version) {
        if (version != MapVersion.V3) {
            answer.octet(Tag.ENUMERATED, status);
            return;
        }
        int result = answer.begin(Tag.SEQUENCE);
        if (statusAsked) {
            answer.octet(Tag.ENUMERATED, status);
        }
        answer.end(result);
    }

    /** What was seen of one message. */
    private static final class Seen {
        private final long[] invokeIds = new long[4];
        private int components;

        boolean isOneTooMany() {
            return components > MAX_COMPONENTS;
        }

        /** False if this invoke id was there. */
        boolean add(int invokeId) {
            int index = invokeId & 0xff;
            long bit = 1L << index;
            if ((invokeIds[index >> 6] & bit) != 0) {
                return false;
            }
            invokeIds[index >> 6] |= bit;
            return true;
        }
    }
}
