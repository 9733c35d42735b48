package org.eir.store;

import java.io.Serial;
import java.sql.SQLException;

/** Somebody changed what a transaction in bulk built upon: it is rolled back and begins anew. */
final class OvertakenException extends SQLException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Says that it was tried often enough: what is told when it happens in the last attempt. */
    OvertakenException(String what) {
        super(what, Outage.OVERTAKEN);
    }
}
