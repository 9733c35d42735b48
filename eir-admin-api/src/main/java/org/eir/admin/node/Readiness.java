package org.eir.admin.node;

import java.util.List;

/** Port: whether this node answers every interface it is configured for. It must not block. */
@FunctionalInterface
public interface Readiness {
    /** What is missing, one sentence each; nothing if the node is ready. */
    List<String> missing();
}
