package org.eir.core.records;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eir.core.check.CheckRequest;
import org.eir.core.identity.Imei;
import org.eir.core.identity.PresentedIdentity.Device;
import org.jspecify.annotations.Nullable;

/** Port: shows checks to people as they are answered. Nothing is kept; whoever does not keep up misses some, and is told how many. */
public interface Traces {
    /** Most that are shown at once. */
    int MAX_OPEN = 8;

    /** Most that wait for whoever reads one. */
    int MAX_WAITING = 1_024;

    /**
     * Which checks; at least one of the three is there. Names are compared without case (RFC 6733 clause 4.3.1).
     *
     * @param device the device asked about
     * @param peer the adjacent node that delivered the question
     * @param origin the network element that asked, or its realm
     */
    record Wanted(
            @Nullable Imei device,
            @Nullable String peer,
            @Nullable String origin) {

        public boolean wants(CheckRequest request) {
            return (device == null
                            || request.identity() instanceof Device asked
                                    && asked.imei().equals(device))
                    && (peer == null || peer.equalsIgnoreCase(request.peer()))
                    && (origin == null
                            || origin.equalsIgnoreCase(request.origin().host())
                            || origin.equalsIgnoreCase(request.origin().realm()));
        }
    }

    /** Checks as they pass, for one reader. */
    interface Trace extends AutoCloseable {
        /**
         * Those that have passed since the last call, oldest first; waits for the first.
         *
         * @param patience how long it waits at most; then there are none
         * @throws InterruptedException if the waiting thread is interrupted
         */
        List<CheckRecord> take(Duration patience) throws InterruptedException;

        /** How many were dropped since the last call, because too many waited. */
        long dropped();

        /** Whether nothing comes any more, because the node stops. */
        boolean isOver();

        @Override
        void close();
    }

    /** Begins; empty if {@value #MAX_OPEN} are shown already. To be closed. */
    Optional<Trace> open(Wanted wanted);

    /** Whether subscribers may be shown in full at all: the configuration may say that nobody ever sees them. */
    boolean maySeeSubscribers();
}
