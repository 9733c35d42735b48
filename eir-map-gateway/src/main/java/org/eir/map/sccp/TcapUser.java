package org.eir.map.sccp;

import org.eir.map.check.Asker;
import org.jspecify.annotations.Nullable;

/** What lies above SCCP: a TCAP message in, its answer out. Thread safe, does not block and does not throw. */
public interface TcapUser {
    /** The answer to a message, or null when none is due. */
    byte @Nullable [] answer(byte[] message, Asker asker);

    /** The answer to a message of somebody who may not ask, or null when none is due. */
    byte @Nullable [] refuse(byte[] message, Asker asker);
}
