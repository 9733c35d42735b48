package org.eir.store;

import java.io.Serial;
import java.sql.SQLException;

/** Somebody changed what a transaction in bulk built upon: it is rolled back and begins anew. */
final class OvertakenException extends SQLException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** @param what somebody else did */
    OvertakenException(String what) {
        super(what, Outage.OVERTAKEN);
    }
}
