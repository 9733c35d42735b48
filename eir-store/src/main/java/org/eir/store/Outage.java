package org.eir.store;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;

/**
 * Tells a database that cannot do its work just now from one that was asked something wrong, by SQLSTATE (ISO/IEC 9075-2
 * clause 24.1; PostgreSQL's manual, appendix A).
 */
final class Outage {
    /**
     * No connection; it lets the role not in; resources are short; an operator or a time limit steps in; its machine fails.
     */
    private static final Set<String> CLASSES = Set.of("08", "28", "53", "57", "58");

    /** Serialization failure: somebody else was faster, and it may be tried again. */
    static final String OVERTAKEN = "40001";

    /** Crash shutdown: the database was there and lost what it did not write ahead. */
    static final String CRASHED = "57P02";

    /**
     * No such database; another transaction was in the way (serialization, deadlock, a lock not had in time); completion
     * unknown; a standby, which only reads; a transaction that was idle for too long.
     */
    private static final Set<String> STATES =
            Set.of("3D000", OVERTAKEN, "40003", "40P01", "55P03", "25006", "25P03", "25P04");

    private Outage() {}

    /** Whether what failed may do later, as it stands. */
    static boolean is(Throwable failure) {
        return said(failure) instanceof SQLException sql && isOutage(sql);
    }

    /**
     * What the database or its driver said, without what was wrapped around it: that repeats the values of the statement,
     * which are nobody's business in a log. The failure itself if neither said anything.
     */
    static Throwable said(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException) {
                return cause;
            }
        }
        return failure;
    }

    private static boolean isOutage(SQLException failure) {
        String state = failure.getSQLState();
        return state == null || state.length() != 5
                // Of the pool: it had no connection in time, or the node stops.
                ? failure instanceof SQLTransientException
                        || failure instanceof SQLRecoverableException
                        || failure.getCause() instanceof InterruptedException
                : CLASSES.contains(state.substring(0, 2)) || STATES.contains(state);
    }
}
