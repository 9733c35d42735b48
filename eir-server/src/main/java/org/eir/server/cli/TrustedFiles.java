package org.eir.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eir.core.audit.LogKey;
import org.eir.core.audit.SignedNote;
import org.eir.core.audit.TreeHead;
import org.eir.core.input.Outcome;

/** Public keys and checkpoints that a verifier brings along. */
final class TrustedFiles {
    private static final Pattern CHECKPOINTS = Pattern.compile(".*\\.checkpoints?(\\.1)?");
    private static final String SIGNATURE = "— ";
    private static final long MAX_BYTES = 64 << 20;

    private TrustedFiles() {}

    /** The keys given, as text or as files; without any that of the data directory, and a warning. */
    static List<LogKey> keys(List<String> given, Path data, Console console) throws CommandFailure {
        if (given.isEmpty()) {
            Path own = data.resolve("audit").resolve("log.pub");
            if (!Files.isReadable(own)) {
                throw CommandFailure.wrongUsage("Which key is to be trusted? Name the log's public key with --key.");
            }
            console.note(
                    "Trusting " + own + ", which whoever runs this register could have replaced: a verifier brings a"
                            + " key of their own with --key.");
            return keys(List.of(own.toString()), data, console);
        }
        List<LogKey> keys = new ArrayList<>();
        for (String one : given) {
            keys.addAll(keys(one));
        }
        if (keys.stream().map(LogKey::name).distinct().count() > 1) {
            throw CommandFailure.wrongUsage("The keys are of several logs; verify one at a time.");
        }
        return keys;
    }

    private static List<LogKey> keys(String given) throws CommandFailure {
        if (LogKey.parse(given) instanceof Outcome.Accepted<LogKey>(LogKey key)) {
            return List.of(key);
        }
        if (!Files.isReadable(Path.of(given))) {
            throw CommandFailure.wrongUsage("'" + given + "' is neither a public key of a log nor a file with one.");
        }
        List<LogKey> keys = new ArrayList<>();
        for (String line :
                read(Path.of(given)).lines().filter(text -> !text.isBlank()).toList()) {
            switch (LogKey.parse(line.strip())) {
                case Outcome.Accepted<LogKey>(LogKey key) -> keys.add(key);
                case Outcome.Refused<LogKey>(var refusal) ->
                    throw CommandFailure.wrongUsage(given + ": " + refusal.sentence());
            }
        }
        if (keys.isEmpty()) {
            throw CommandFailure.wrongUsage(given + " has no key.");
        }
        return keys;
    }

    /** The checkpoints in files, and in those of directories that are named as nodes name them. */
    static List<SignedNote> checkpoints(List<Path> given) throws CommandFailure {
        List<SignedNote> notes = new ArrayList<>();
        for (Path path : given) {
            for (Path file : files(path)) {
                for (String text : notes(read(file))) {
                    notes.add(checkpoint(file, text));
                }
            }
        }
        return notes;
    }

    private static List<Path> files(Path path) throws CommandFailure {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> all = Files.list(path)) {
            List<Path> files = all.filter(file ->
                            CHECKPOINTS.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw CommandFailure.failed("There is no checkpoint in " + path + ".");
            }
            return files;
        } catch (IOException e) {
            throw CommandFailure.failed(path + " cannot be read: " + e + ".");
        }
    }

    private static SignedNote checkpoint(Path file, String text) throws CommandFailure {
        if (SignedNote.parse(text) instanceof Outcome.Accepted<SignedNote>(SignedNote note)
                && TreeHead.parse(note.text()) instanceof Outcome.Accepted<TreeHead>) {
            return note;
        }
        throw CommandFailure.failed(file + " has something that is no checkpoint: "
                + text.lines().findFirst().orElse(""));
    }

    /** Notes that follow each other: one ends where a line after its signatures is none. */
    private static List<String> notes(String text) {
        List<String> notes = new ArrayList<>();
        StringBuilder note = new StringBuilder();
        boolean signed = false;
        for (String line : text.split("\n", -1)) {
            boolean signature = line.startsWith(SIGNATURE);
            if (signed && !signature) {
                notes.add(note.toString());
                note.setLength(0);
            }
            signed = signature;
            if (!line.isEmpty() || !note.isEmpty()) {
                note.append(line).append('\n');
            }
        }
        if (!note.isEmpty()) {
            notes.add(note.toString());
        }
        return notes;
    }

    private static String read(Path file) throws CommandFailure {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw CommandFailure.failed(file + " is too large for what it should be.");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw CommandFailure.failed(file + " cannot be read: " + e + ".");
        }
    }
}
