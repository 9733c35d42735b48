package org.eir.admin.web;

import java.time.Duration;
import org.eir.core.register.Register;

/**
 * A change is answered once the checks of this node see it, so that whoever changed something and asks next is not told
 * the old verdict.
 *
 * @param register what the checks of this node see
 * @param limit how long an answer waits for it
 */
public record ReadYourWrites(Register register, Duration limit) {

    /** Whether this node's checks see the revision; false if that took too long, and then they will see it later. */
    public boolean await(long revision) {
        try {
            return register.awaitRevision(revision, limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
