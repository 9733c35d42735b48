package org.eir.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Map;

/** Watches and applies imports over REST. */
final class ImportClient {
    static final String PATH = "/api/v1/imports";
    private static final int PAGE = 1000;
    private static final long POLL_MS = 200;
    private static final long NOTE_EVERY_MS = 5000;

    private final RegisterClient register;
    private final Console console;

    ImportClient(RegisterClient register, Console console) {
        this.register = register;
        this.console = console;
    }

    /** Follows an import until it rests; fails if it failed. */
    ImportJob settled(ImportJob job) throws CommandFailure {
        ImportJob latest = job;
        long nextNote = System.currentTimeMillis() + NOTE_EVERY_MS;
        while (latest.isWorking()) {
            pause();
            latest = new ImportJob(register.get(PATH + "/" + job.id(), Map.of()));
            if (System.currentTimeMillis() >= nextNote) {
                console.note("still " + latest.state());
                nextNote = System.currentTimeMillis() + NOTE_EVERY_MS;
            }
        }
        if (latest.state().equals("failed")) {
            throw CommandFailure.failed("The import failed: " + latest.failure());
        }
        return latest;
    }

    /** Applies a previewed import and waits for its end. */
    ImportJob apply(ImportJob job) throws CommandFailure {
        JsonNode nothing = Console.JSON.createObjectNode();
        ImportJob applied = settled(new ImportJob(register.post(PATH + "/" + job.id() + "/apply", nothing)));
        if (applied.state().equals("previewed") && applied.json().hasNonNull("failure")) {
            throw CommandFailure.failed("The import was not applied: " + applied.failure());
        }
        return applied;
    }

    /** An import as it stands, with what there is to be looked at. */
    ImportJob job(long id) throws CommandFailure {
        return new ImportJob(register.get(PATH + "/" + id, Map.of()));
    }

    /** The latest imports, the last first. */
    JsonNode latest(int limit) throws CommandFailure {
        return register.get(PATH, Map.of("limit", String.valueOf(limit))).path("imports");
    }

    /** Takes an applied import back; returns when that is done. */
    ImportJob rollback(long id) throws CommandFailure {
        return new ImportJob(register.postLong(PATH + "/" + id + "/rollback"));
    }

    /** A page of rejected rows, after a line; its field {@code next} is where the next begins, if there is one. */
    JsonNode rejected(String id, String after) throws CommandFailure {
        return register.get(PATH + "/" + id + "/rejected", Map.of("after", after, "limit", String.valueOf(PAGE)));
    }

    /** Where the page after this one begins. */
    static JsonNode next(JsonNode page) {
        JsonNode next = page.path("next");
        return next.isNull() || page.path("rejected").isEmpty() ? MissingNode.getInstance() : next;
    }

    private static void pause() throws CommandFailure {
        try {
            Thread.sleep(POLL_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("Interrupted; 'eir import' again shows where the lists stand.");
        }
    }
}
