package org.eir.map.sccp;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eir.core.check.CheckInterface;
import org.eir.core.check.Origin;
import org.eir.map.check.Asker;
import org.eir.map.sccp.SccpMessage.Returned;
import org.eir.map.sccp.SccpMessage.Undecodable;
import org.eir.map.sccp.SccpMessage.Unitdata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's place in the SS7 network: takes what comes for its point code, sees whether the called address is the
 * register's and whether the asker may ask, hands the question up and sends the answer to where the question came from.
 *
 * <pre>
 * MTP3: ours? -> SCCP: read -> called address: ours? -> may he ask? -> whole? -> TCAP user -> answer
 *       drop           drop         drop, UDTS            refuse        wait
 * </pre>
 *
 * Thread safe; messages of one association are taken in the order in which they are handed in.
 */
public final class SignallingPoint {
    private static final Logger LOG = LoggerFactory.getLogger(SignallingPoint.class);
    /** SGSN (TS 23.003 clause 8): its questions come by Gf. */
    private static final int SGSN = 149;

    private static final long FAILURE_PAUSE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long SCREENED_PAUSE_NS = TimeUnit.MINUTES.toNanos(1);

    private final LocalAddress local;
    private final Set<String> globalTitles;
    private final TcapUser user;
    private final SccpCounters counters;
    private final SubsystemManagement management;
    private final Reassembly reassembly;
    private final Answering answering = new Answering();
    private final LongSupplier clockNs;
    private final Pause failurePause;
    private final Pause screenedPause;

    public SignallingPoint(LocalAddress local, TcapUser user, SccpCounters counters) {
        this(local, user, counters, System::nanoTime);
    }

    SignallingPoint(LocalAddress local, TcapUser user, SccpCounters counters, LongSupplier clockNs) {
        this.local = local;
        this.globalTitles = Set.copyOf(local.globalTitles());
        this.user = user;
        this.clockNs = clockNs;
        this.failurePause = new Pause(FAILURE_PAUSE_NS, clockNs.getAsLong());
        this.screenedPause = new Pause(SCREENED_PAUSE_NS, clockNs.getAsLong());
        this.counters = counters;
        this.management = new SubsystemManagement(local);
        this.reassembly = new Reassembly(clockNs, counters);
    }

    /** Takes one message. Its answer, if one is due, has been given to {@code from} when this returns. Never throws. */
    public void receive(Msu msu, Adjacent from) {
        Drop notOurs = notOurs(msu);
        if (notOurs != null) {
            counters.dropped(notOurs);
            return;
        }
        switch (SccpMessage.read(msu.userData())) {
            case Unitdata question -> new Exchange(question, msu, from).run();
            case Returned answer -> counters.cameBack(answer.cause());
            case Undecodable message -> counters.dropped(message.reason());
        }
    }

    private @Nullable Drop notOurs(Msu msu) {
        if (msu.serviceIndicator() != Msu.SCCP) {
            return Drop.OTHER_USER_PART;
        }
        if (msu.networkIndicator() != local.networkIndicator()) {
            return Drop.OTHER_NETWORK;
        }
        return msu.dpc() == local.pointCode() ? null : Drop.OTHER_POINT_CODE;
    }

    /**
     * Why a called address is not the register's, or null. Of a global title only the digits are compared: STPs on the way
     * rewrite translation type, numbering plan and nature of address as their own tables want it, and what this node is
     * known by is a number. A subsystem number may be missing from a global title, but not be another one's.
     */
    private @Nullable Drop unreachable(SccpAddress called) {
        int subsystem = called.subsystemNumber();
        if (called.routesOnSubsystem()) {
            return subsystem == local.subsystemNumber() || subsystem == SubsystemManagement.SUBSYSTEM_NUMBER
                    ? null
                    : Drop.OTHER_SUBSYSTEM;
        }
        String digits = called.globalTitle();
        if (digits == null) {
            return Drop.NO_GLOBAL_TITLE;
        }
        if (!globalTitles.contains(digits)) {
            return Drop.OTHER_GLOBAL_TITLE;
        }
        return subsystem == SccpAddress.NO_SUBSYSTEM || subsystem == local.subsystemNumber()
                ? null
                : Drop.OTHER_SUBSYSTEM;
    }

    /** One message and what comes of it. */
    private final class Exchange {
        private final Unitdata question;
        private final Msu msu;
        private final Adjacent from;

        private Exchange(Unitdata question, Msu msu, Adjacent from) {
            this.question = question;
            this.msu = msu;
            this.from = from;
        }

        private void run() {
            try {
                Drop unreachable = unreachable(question.called());
                if (unreachable != null) {
                    giveBack(unreachable);
                } else if (question.called().subsystemNumber() == SubsystemManagement.SUBSYSTEM_NUMBER) {
                    manage();
                } else {
                    screen();
                }
            } catch (RuntimeException e) {
                log(e);
                giveBack(Drop.FAILED);
            }
        }

        private void log(RuntimeException failure) {
            if (failurePause.isOver(clockNs.getAsLong())) {
                LOG.error("A message by {} could not be answered", from.name(), failure);
            }
        }

        private void manage() {
            byte[] answer = management.answer(question.data());
            if (answer == null) {
                counters.dropped(Drop.MANAGEMENT);
            } else {
                counters.statusTest();
                send(answer);
            }
        }

        private void screen() {
            Segmentation segmentation = question.segmentation();
            boolean whole = segmentation == null || segmentation.isWhole();
            if (from.screen().admits(question.calling().globalTitle(), askerPointCode())) {
                if (segmentation == null || whole) {
                    sendIfDue(user.answer(question.data(), asker()));
                } else {
                    reassemble(segmentation);
                }
            } else {
                counters.screened();
                logScreened();
                if (whole) {
                    sendIfDue(user.refuse(question.data(), asker()));
                } else {
                    counters.dropped(Drop.SCREENED_SEGMENT);
                }
            }
        }

        private void logScreened() {
            if (screenedPause.isOver(clockNs.getAsLong())) {
                LOG.warn(
                        "M3UA association {}: {} may not ask (from point code {}); others in the next minute are only"
                                + " counted",
                        from.name(),
                        question.calling(),
                        askerPointCode());
            }
        }

        private void reassemble(Segmentation segmentation) {
            switch (reassembly.add(from.name(), question, segmentation)) {
                case Reassembly.Progress.Whole whole -> sendIfDue(user.answer(whole.data(), asker()));
                case Reassembly.Progress.Useless useless -> giveBack(useless.reason());
                case Reassembly.Progress.Waiting _ -> {}
            }
        }

        private Asker asker() {
            SccpAddress calling = question.calling();
            String title = calling.globalTitle();
            String host = title != null ? title : "pc-" + askerPointCode();
            return new Asker(
                    calling.subsystemNumber() == SGSN ? CheckInterface.GF : CheckInterface.F,
                    from.name(),
                    new Origin(host, from.network()));
        }

        /** Where the answer goes: the asker's own point code if he wants to be reached by it, else where his message is from. */
        private int askerPointCode() {
            SccpAddress calling = question.calling();
            return calling.routesOnSubsystem() && calling.pointCode() != SccpAddress.NO_POINT_CODE
                    ? calling.pointCode()
                    : msu.opc();
        }

        private void sendIfDue(byte @Nullable [] answer) {
            if (answer != null) {
                send(answer);
            }
        }

        private void send(byte[] answer) {
            List<Unitdata> messages = answering.answer(question, answer);
            if (messages.isEmpty()) {
                counters.dropped(Drop.ANSWER_TOO_LONG);
            }
            for (Unitdata message : messages) {
                from.send(msu.answeredWith(message.octets(), askerPointCode()));
            }
        }

        private void giveBack(Drop reason) {
            counters.dropped(reason);
            ReturnCause cause = reason.cause();
            if (cause != null && question.isReturnedOnError()) {
                counters.gaveBack(cause);
                from.send(msu.answeredWith(SccpWriter.returned(question, cause), askerPointCode()));
            }
        }
    }
}
