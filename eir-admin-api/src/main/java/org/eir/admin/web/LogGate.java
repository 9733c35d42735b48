package org.eir.admin.web;

import java.util.Optional;
import org.eir.core.audit.LogWatch;
import org.eir.core.change.AccessJournal;

/** Changes are made only while the log fits what was signed. That personal data was read is recorded: a change as well. */
public final class LogGate {
    private static final int RETRY_AFTER_S = 2;

    private final LogWatch log;

    /** What was asked for would be recorded, and nothing is recorded now. */
    static final class ClosedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient Problem problem;

        ClosedException(Problem problem) {
            super("nothing is recorded now");
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }

    public LogGate(LogWatch log) {
        this.log = log;
    }

    /** Why no change is made now; empty if changes are made. */
    public Optional<Problem> refusal() {
        return switch (log.status().state()) {
            case CONSISTENT -> Optional.empty();
            case CHECKING ->
                Optional.of(Problem.retryable(
                        Problem.Kind.LOG_UNCHECKED,
                        "The node has started and still checks the log of changes; nothing was done. Try again.",
                        RETRY_AFTER_S));
            case INCONSISTENT ->
                Optional.of(Problem.of(
                        Problem.Kind.LOG_INCONSISTENT,
                        log.status().finding() + ". Nothing was done; checks go on. An administrator has to look."));
        };
    }

    /** A journal that lets nobody read what cannot be recorded now. */
    public AccessJournal guarding(AccessJournal journal) {
        return (access, actor) -> {
            refusal().ifPresent(problem -> {
                throw new ClosedException(problem);
            });
            return journal.record(access, actor);
        };
    }
}
