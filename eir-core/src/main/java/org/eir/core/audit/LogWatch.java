package org.eir.core.audit;

import java.util.List;
import java.util.Optional;

/** Port: what this node has found out about the log, and what it has signed. Asks only memory. */
public interface LogWatch {
    LogStatus status();

    /** The head that this node signed last, as a signed note; none before the first. */
    Optional<String> lastCheckpoint();

    /** The keys that this node signs with, the current one last. */
    List<LogKey> signingKeys();

    /** A text as a note that is signed with all of them. */
    String sign(String text);
}
