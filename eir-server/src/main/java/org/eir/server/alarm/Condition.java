package org.eir.server.alarm;

import java.util.Map;

/** Something that may be wrong with a node. */
public interface Condition {
    /** The name of its alarm, in lower case with hyphens. */
    String alarm();

    Severity severity();

    /** What is wrong just now, a sentence each, by what it is about: a peer, say; empty text for the node itself. May block. */
    Map<String, String> wrong();
}
