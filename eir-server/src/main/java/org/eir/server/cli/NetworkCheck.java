package org.eir.server.cli;

import java.nio.file.Path;
import java.util.Map;
import org.eir.core.check.Verdict;
import org.jspecify.annotations.Nullable;

/** Asks about a device the way a network does, over one of its interfaces. */
@FunctionalInterface
public interface NetworkCheck {

    /**
     * What came back.
     *
     * @param verdict the verdict that the answer means
     * @param details what else to show, in order: peer, result code and the like
     */
    record Answer(Verdict verdict, Map<String, String> details) {}

    /**
     * Asks one question.
     *
     * @param identity as typed
     * @param imsi the subscriber, if given
     * @param dataDirectory of the node, which may say where it listens
     * @throws CommandFailure if no answer came: says why and what to do
     */
    Answer ask(String identity, @Nullable String imsi, Path dataDirectory) throws CommandFailure;
}
