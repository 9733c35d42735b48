package org.eir.s13.check;

import java.nio.charset.StandardCharsets;
import org.eir.s13.check.EquipmentStatusMapping.Outcome;
import org.eir.s13.codec.Avp;
import org.eir.s13.codec.AvpCursor;
import org.eir.s13.codec.Header;
import org.eir.s13.codec.MessageWriter;
import org.eir.s13.codec.ResultCode;
import org.jspecify.annotations.Nullable;

/**
 * Writes ME-Identity-Check-Answers (TS 29.272 clause 7.2.20) and error answers (RFC 6733 clause 7.2).
 *
 * <p>Session-Id, Vendor-Specific-Application-Id and every Proxy-Info are the request's own octets, in its order;
 * Route-Record and the T bit stay behind.
 */
final class AnswerWriter {
    private final byte[] originHost;
    private final byte[] originRealm;

    AnswerWriter(String originHost, String originRealm) {
        this.originHost = originHost.getBytes(StandardCharsets.UTF_8);
        this.originRealm = originRealm.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @param imei the IMEI AVP of the request, for an outcome that refuses it
     */
    byte[] answer(byte[] request, Outcome outcome, byte[] imei) {
        return switch (outcome) {
            case Outcome.Status status -> {
                MessageWriter answer = begin(request, false).avp(Avp.RESULT_CODE, ResultCode.SUCCESS.code());
                stateAndOrigin(answer).avp3gpp(Avp.EQUIPMENT_STATUS, status.equipmentStatus());
                yield end(answer, request);
            }
            case Outcome.Experimental experimental -> {
                MessageWriter answer = begin(request, false);
                int group = answer.begin(Avp.EXPERIMENTAL_RESULT);
                answer.avp(Avp.VENDOR_ID, Avp.VENDOR_3GPP).avp(Avp.EXPERIMENTAL_RESULT_CODE, experimental.code());
                yield end(stateAndOrigin(answer.end(group)), request);
            }
            case Outcome.Refusal refusal -> error(request, refusal.code(), imei);
        };
    }

    /** An answer that says what is wrong; with the E bit where it is a protocol error. */
    byte[] error(byte[] request, ResultCode code, byte @Nullable [] failedAvp) {
        MessageWriter answer = begin(request, code.isProtocolError()).avp(Avp.RESULT_CODE, code.code());
        if (code.isProtocolError() || Header.command(request) != Header.ME_IDENTITY_CHECK) {
            origin(answer);
        } else {
            stateAndOrigin(answer);
        }
        if (failedAvp != null) {
            int group = answer.begin(Avp.FAILED_AVP);
            answer.raw(failedAvp).end(group);
        }
        return end(answer, request);
    }

    private static MessageWriter begin(byte[] request, boolean error) {
        MessageWriter answer = MessageWriter.answerTo(request, error);
        echo(answer, request, Avp.SESSION_ID);
        if (!error) {
            echo(answer, request, Avp.VENDOR_SPECIFIC_APPLICATION_ID);
        }
        return answer;
    }

    private MessageWriter stateAndOrigin(MessageWriter answer) {
        return origin(answer.avp(Avp.AUTH_SESSION_STATE, Avp.NO_STATE_MAINTAINED));
    }

    private MessageWriter origin(MessageWriter answer) {
        return answer.avp(Avp.ORIGIN_HOST, originHost).avp(Avp.ORIGIN_REALM, originRealm);
    }

    private static byte[] end(MessageWriter answer, byte[] request) {
        echo(answer, request, Avp.PROXY_INFO);
        return answer.octets();
    }

    /** Copies what can be read of the request: after a defect in it, the AVPs before the defect. */
    private static void echo(MessageWriter answer, byte[] request, int code) {
        AvpCursor avps = AvpCursor.ofMessage(request);
        while (avps.next()) {
            if (avps.is(code, Avp.NO_VENDOR)) {
                answer.raw(request, avps.start(), avps.dataEnd());
                if (code != Avp.PROXY_INFO) {
                    return;
                }
            }
        }
    }
}
