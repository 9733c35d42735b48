package org.eir.core.history;

import java.time.Instant;
import org.eir.core.check.CheckRequest;

/**
 * Port: what was, read from what is recorded. Checks never come here.
 *
 * <p>Every method throws {@link org.eir.core.change.StoreUnavailableException} when the database cannot be reached.
 */
public interface History {
    /**
     * What of the register matters to a question, as it stood at a moment: after the last change set that had been recorded
     * by then.
     *
     * @param at not in the future, where changes may still come
     */
    Past asOf(CheckRequest question, Instant at);
}
