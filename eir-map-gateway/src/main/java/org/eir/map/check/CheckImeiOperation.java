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

    /** Invokes of one message that are performed; a switch sends one. */
    static final int MAX_INVOKES = 16;

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
     * Writes what each component is due. After one whose length cannot be true the others cannot be found.
     */
    void perform(BerCursor components, MapVersion version, Asker asker, BerWriter answer) {
        InvokeIds seen = new InvokeIds();
        while (components.next()) {
            perform(new Component(components), seen, version, asker, answer);
        }
        if (components.isBroken()) {
            perform(new Component(components), seen, version, asker, answer);
        }
    }

    private void perform(Component component, InvokeIds seen, MapVersion version, Asker asker, BerWriter answer) {
        if (component.isResponse()) {
            counters.responseIgnored();
            return;
        }
        Problem problem = problem(component, seen);
        CheckImeiArgument argument = problem == null ? reader.read(component.parameter(), version) : null;
        if (argument == null) {
            Problem why = problem == null ? Problem.MISTYPED_PARAMETER : problem;
            counters.rejected(why, version);
            component.writeReject(answer, why);
            return;
        }
        writeOutcome(answer, component, decide(argument, version, asker), argument.statusAsked(), version);
    }

    private static @Nullable Problem problem(Component component, InvokeIds seen) {
        if (component.problem() != null) {
            return component.problem();
        }
        if (!seen.add(component.invokeId())) {
            return Problem.DUPLICATE_INVOKE_ID;
        }
        if (seen.size() > MAX_INVOKES) {
            return Problem.RESOURCE_LIMITATION;
        }
        if (component.hasLinkedId()) {
            return Problem.UNRECOGNIZED_LINKED_ID;
        }
        return component.isOperation(CODE) ? null : Problem.UNRECOGNIZED_OPERATION;
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
            case Outcome.Error error -> invoke.writeError(answer, error.code());
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

    /** The invoke ids of one message. */
    private static final class InvokeIds {
        private final long[] bits = new long[4];
        private int size;

        /** False if it was there. */
        boolean add(int invokeId) {
            int index = invokeId & 0xff;
            long bit = 1L << index;
            if ((bits[index >> 6] & bit) != 0) {
                return false;
            }
            bits[index >> 6] |= bit;
            size++;
            return true;
        }

        int size() {
            return size;
        }
    }
}
