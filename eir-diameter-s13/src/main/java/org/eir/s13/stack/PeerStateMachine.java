package org.eir.s13.stack;

import org.jdiameter.api.Configuration;
import org.jdiameter.api.OverloadException;
import org.jdiameter.api.app.StateEvent;
import org.jdiameter.client.api.fsm.EventTypes;
import org.jdiameter.client.api.fsm.IContext;
import org.jdiameter.client.impl.fsm.FsmState;
import org.jdiameter.common.api.concurrent.IConcurrentFactory;
import org.jdiameter.common.api.statistic.IStatisticManager;
import org.jdiameter.server.api.IStateMachine;
import org.jdiameter.server.impl.fsm.FsmFactoryImpl;
import org.jdiameter.server.impl.fsm.PeerFSMImpl;

/**
 * The stack's peer state machine, with the time between its threads made safe.
 *
 * <p>The original counts its thread only once that runs: an event offered earlier starts a second one, which clears the
 * queue. And an event offered while the thread of a peer gone down is ending is never looked at. Here an event waits
 * for the thread to have begun, or to have ended. And a peer that is down is not woken to be told that it is down: its
 * thread would never end again.
 */
final class PeerStateMachine extends PeerFSMImpl {
    private static final long PATIENCE_NS = 1_000_000_000L;

    /** Made by the stack. */
    public static final class Factory extends FsmFactoryImpl {
        public Factory(IStatisticManager statistics) {
            super(statistics);
        }

        @Override
        public IStateMachine createInstanceFsm(
                IContext context, IConcurrentFactory concurrentFactory, Configuration config) {
            return new PeerStateMachine(context, concurrentFactory, config, statisticFactory);
        }
    }

    private PeerStateMachine(
            IContext context,
            IConcurrentFactory concurrentFactory,
            Configuration config,
            IStatisticManager statistics) {
        super(context, concurrentFactory, config, statistics);
    }

    @Override
    public boolean handleEvent(StateEvent event) throws OverloadException {
        if (isOfNoUse(event)) {
            return true;
        }
        awaitSettledThread();
        // While we waited its thread may have taken the peer down.
        return isOfNoUse(event) || super.handleEvent(event);
    }

    private boolean isOfNoUse(StateEvent event) {
        return !mustRun && isDown() && isOfNoUseWhenDown(event);
    }

    private boolean isDown() {
        return state == FsmState.DOWN;
    }

    private static boolean isOfNoUseWhenDown(StateEvent event) {
        Enum<?> type = event.encodeType(EventTypes.class);
        return type != EventTypes.START_EVENT && type != EventTypes.CER_EVENT;
    }

    private void awaitSettledThread() {
        long giveUpNs = System.nanoTime() + PATIENCE_NS;
        while (isUnsettled() && System.nanoTime() - giveUpNs < 0) {
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private boolean isUnsettled() {
        int running = numberOfThreadsRunning.get();
        return mustRun ? running == 0 : running > 0 && isDown();
    }
}
