package org.eir.s13.check;

import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.eir.core.EquipmentCheck;
import org.eir.core.check.CheckRequest;
import org.eir.core.check.CheckResult;
import org.eir.s13.check.Reading.Question;
import org.eir.s13.check.Reading.Rejected;
import org.eir.s13.codec.Avp;
import org.eir.s13.codec.AvpCursor;
import org.eir.s13.codec.Header;
import org.eir.s13.codec.ResultCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests: octets in, octets out. Read, ask {@link EquipmentCheck}, write; every request gets exactly one
 * answer, whatever happens on the way.
 *
 * <p>Keeps no state between requests and takes no lock: any number of threads may answer at once.
 */
public final class MeIdentityCheckHandler {
    private static final Logger LOG = LoggerFactory.getLogger(MeIdentityCheckHandler.class);
    private static final Pattern DIGITS = Pattern.compile("[0-9]{5,}");
    private static final long LOG_INTERVAL_NS = 1_000_000_000L;
    private static final byte[] NOTHING = {};

    private final IdentityCheckReader reader;
    private final AnswerWriter writer;
    private final EquipmentCheck check;
    private final S13Counters counters;
    private final AtomicLong nextLogAt = new AtomicLong(System.nanoTime());

    public MeIdentityCheckHandler(String originHost, String originRealm, EquipmentCheck check, S13Counters counters) {
        this.reader = new IdentityCheckReader(originHost, originRealm);
        this.writer = new AnswerWriter(originHost, originRealm);
        this.check = check;
        this.counters = counters;
    }

    /**
     * Answers a request.
     *
     * @param request one whole message with the R bit
     * @param peer the adjacent node that sent it
     */
    public byte[] answer(byte[] request, String peer) {
        long startNs = System.nanoTime();
        byte[] answer = answerOrFail(request, peer);
        counters.answered(System.nanoTime() - startNs);
        return answer;
    }

    /** The error answer to something that never became a request: a message header or peer message that is wrong. */
    public byte[] reject(byte[] request, ResultCode code) {
        counters.rejected(code);
        return writer.error(request, code, null);
    }

    private byte[] answerOrFail(byte[] request, String peer) {
        try {
            return switch (reader.read(request, peer)) {
                case Question question -> decide(request, question);
                case Rejected rejected -> {
                    counters.rejected(rejected.code());
                    yield writer.error(request, rejected.code(), rejected.failedAvp());
                }
            };
        } catch (RuntimeException | LinkageError | AssertionError failure) {
            counters.failed();
            logFailure(request, peer, failure);
            return writer.error(request, ResultCode.UNABLE_TO_COMPLY, null);
        }
    }

    private byte[] decide(byte[] request, Question question) {
        CheckRequest asked = question.request();
        CheckResult result = check.check(asked);
        EquipmentStatusMapping.Outcome outcome = EquipmentStatusMapping.of(result);
        byte[] imei = outcome instanceof EquipmentStatusMapping.Outcome.Refusal ? imeiAvp(request) : NOTHING;
        byte[] answer = writer.answer(request, outcome, imei);
        counters.decided(result.verdict(), asked.identity());
        counters.ignored(question.userNameIgnored(), question.softwareVersionIgnored());
        return answer;
    }

    private static byte[] imeiAvp(byte[] request) {
        AvpCursor avps = AvpCursor.ofMessage(request);
        while (avps.next()) {
            if (avps.is(Avp.TERMINAL_INFORMATION, Avp.VENDOR_3GPP)) {
                AvpCursor members = AvpCursor.ofGroup(request, avps.dataStart(), avps.dataEnd());
                while (members.next()) {
                    if (members.is(Avp.IMEI, Avp.VENDOR_3GPP)) {
                        return members.copy();
                    }
                }
            }
        }
        throw new IllegalStateException("a question without an IMEI");
    }

    /** At most once a second: a fault that hits every request must not drown the log. The counter misses none. */
    private void logFailure(byte[] request, String peer, Throwable failure) {
        long now = System.nanoTime();
        long due = nextLogAt.get();
        if (now - due < 0 || !nextLogAt.compareAndSet(due, now + LOG_INTERVAL_NS)) {
            return;
        }
        Throwable masked = new Throwable(failure.getClass().getName() + ": "
                + DIGITS.matcher(String.valueOf(failure.getMessage())).replaceAll("*****"));
        masked.setStackTrace(failure.getStackTrace());
        LOG.error(
                "A request of {} (hop-by-hop {}) was answered 5012: it could not be decided",
                peer,
                Integer.toUnsignedString(Header.hopByHop(request)),
                masked);
    }
}
