package org.eir.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A command could not do what it was asked; the message says why and what to do about it. */
public final class CommandFailure extends Exception {
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;

    private static final long serialVersionUID = 1;

    private final int exitCode;
    private final transient @Nullable JsonNode problem;

    private CommandFailure(int exitCode, String message, @Nullable JsonNode problem) {
        super(message);
        this.exitCode = exitCode;
        this.problem = problem;
    }

    /** Refused or failed. */
    public static CommandFailure failed(String message) {
        return new CommandFailure(FAILED, message, null);
    }

    /** The register refused; {@code problem} is its answer (RFC 9457). */
    static CommandFailure refused(String message, JsonNode problem) {
        return new CommandFailure(FAILED, message, problem);
    }

    /** The command makes no sense as given. */
    public static CommandFailure wrongUsage(String message) {
        return new CommandFailure(WRONG_USAGE, message, null);
    }

    int exitCode() {
        return exitCode;
    }

    Optional<JsonNode> problem() {
        return Optional.ofNullable(problem);
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
