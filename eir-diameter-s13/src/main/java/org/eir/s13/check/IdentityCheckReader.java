package org.eir.s13.check;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.eir.core.check.CheckInterface;
import org.eir.core.check.CheckRequest;
import org.eir.core.check.Origin;
import org.eir.core.identity.Imsi;
import org.eir.core.identity.PresentedIdentity;
import org.eir.core.identity.PresentedIdentity.Device;
import org.eir.s13.check.Reading.Question;
import org.eir.s13.check.Reading.Rejected;
import org.eir.s13.check.RequestAvps.Field;
import org.eir.s13.codec.Avp;
import org.eir.s13.codec.AvpCursor;
import org.eir.s13.codec.Header;
import org.eir.s13.codec.Octets;
import org.eir.s13.codec.ResultCode;
import org.jspecify.annotations.Nullable;

/**
 * Reads an ME-Identity-Check-Request from its octets (TS 29.272 clauses 6.2.1 and 7.2.19). Depends on no stack, keeps
 * nothing, and comes back with a value whatever it is given.
 *
 * <p>S13 and S13' are the same messages between other nodes; nothing in them tells which it is, so every question is
 * one of {@link CheckInterface#S13}.
 */
final class IdentityCheckReader {
    /** RFC 6733 clause 4.3.1 takes an identity to be a host name. */
    private static final int MAX_IDENTITY = 255;

    private static final Field[] MANDATORY = {
        Field.SESSION_ID, Field.ORIGIN_HOST, Field.ORIGIN_REALM, Field.AUTH_SESSION_STATE, Field.TERMINAL_INFORMATION
    };

    private final byte[] ownHost;
    private final byte[] ownRealm;

    IdentityCheckReader(String ownHost, String ownRealm) {
        this.ownHost = ownHost.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
        this.ownRealm = ownRealm.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * @param message one whole message, a request
     * @param peer the adjacent node that sent it
     */
    Reading read(byte[] message, String peer) {
        ResultCode headerError = headerError(message);
        if (headerError != ResultCode.SUCCESS) {
            return new Rejected(headerError);
        }
        RequestAvps avps = new RequestAvps(message);
        Rejected rejected = rejection(message, avps);
        return rejected != null ? rejected : question(message, avps, peer);
    }

    private static ResultCode headerError(byte[] message) {
        if ((Header.flags(message) & Header.ERROR) != 0) {
            return ResultCode.INVALID_HDR_BITS;
        }
        int application = Header.application(message);
        if (application != Header.S13_APPLICATION && application != Header.BASE_APPLICATION) {
            return ResultCode.APPLICATION_UNSUPPORTED;
        }
        return application == Header.S13_APPLICATION && Header.command(message) == Header.ME_IDENTITY_CHECK
                ? ResultCode.SUCCESS
                : ResultCode.COMMAND_UNSUPPORTED;
    }

    /** The first thing wrong with the message; whether it is for us comes before whether we understand it. */
    private @Nullable Rejected rejection(byte[] message, RequestAvps avps) {
        if (avps.defect() != null) {
            return avps.defect();
        }
        Rejected misrouted = misrouted(message, avps);
        if (misrouted != null) {
            return misrouted;
        }
        if (avps.unknown() != null) {
            return avps.unknown();
        }
        if (avps.repeated() != null) {
            return avps.repeated();
        }
        for (Field field : MANDATORY) {
            if (!avps.has(field)) {
                return new Rejected(ResultCode.MISSING_AVP, ExampleAvp.of(field));
            }
        }
        return badValue(message, avps);
    }

    private @Nullable Rejected misrouted(byte[] message, RequestAvps avps) {
        if (!avps.has(Field.DESTINATION_REALM)) {
            return new Rejected(ResultCode.MISSING_AVP, ExampleAvp.of(Field.DESTINATION_REALM));
        }
        if (!spells(message, avps, Field.DESTINATION_REALM, ownRealm)) {
            return new Rejected(ResultCode.REALM_NOT_SERVED);
        }
        // Without a Destination-Host any node of the realm may answer.
        if (avps.has(Field.DESTINATION_HOST) && !spells(message, avps, Field.DESTINATION_HOST, ownHost)) {
            return new Rejected(ResultCode.UNABLE_TO_DELIVER);
        }
        return null;
    }

    private static boolean spells(byte[] message, RequestAvps avps, Field field, byte[] identity) {
        return Octets.equalsIgnoreCase(message, avps.dataStart(field), avps.dataEnd(field), identity);
    }

    private static @Nullable Rejected badValue(byte[] message, RequestAvps avps) {
        if (avps.length(Field.AUTH_SESSION_STATE) != Integer.BYTES) {
            return new Rejected(ResultCode.INVALID_AVP_LENGTH, avps.copy(Field.AUTH_SESSION_STATE));
        }
        if (!isIdentity(message, avps, Field.ORIGIN_HOST)) {
            return new Rejected(ResultCode.INVALID_AVP_VALUE, avps.copy(Field.ORIGIN_HOST));
        }
        return isIdentity(message, avps, Field.ORIGIN_REALM)
                ? null
                : new Rejected(ResultCode.INVALID_AVP_VALUE, avps.copy(Field.ORIGIN_REALM));
    }

    /** 1 to 255 visible ASCII characters: it goes into records and logs. */
    private static boolean isIdentity(byte[] message, RequestAvps avps, Field field) {
        int length = avps.length(field);
        if (length == 0 || length > MAX_IDENTITY) {
            return false;
        }
        for (int i = avps.dataStart(field); i < avps.dataEnd(field); i++) {
            if (message[i] <= ' ' || message[i] > '~') {
                return false;
            }
        }
        return true;
    }

    private static Reading question(byte[] message, RequestAvps avps, String peer) {
        TerminalInformation terminal = new TerminalInformation(
                message, avps.dataStart(Field.TERMINAL_INFORMATION), avps.dataEnd(Field.TERMINAL_INFORMATION));
        if (terminal.rejection() != null) {
            return terminal.rejection();
        }
        Imsi subscriber = subscriber(avps);
        CheckRequest request = new CheckRequest(
                CheckInterface.S13,
                peer,
                new Origin(avps.text(Field.ORIGIN_HOST), avps.text(Field.ORIGIN_REALM)),
                subscriber,
                terminal.identity());
        return new Question(
                request, avps.has(Field.USER_NAME) && subscriber == null, terminal.softwareVersionIgnored());
    }

    private static @Nullable Imsi subscriber(RequestAvps avps) {
        String userName = avps.has(Field.USER_NAME) ? avps.text(Field.USER_NAME) : "";
        return Imsi.isValid(userName) ? new Imsi(userName) : null;
    }

    /** Terminal-Information (TS 29.272 clause 7.3.3): of its members S13 uses IMEI and Software-Version. */
    private static final class TerminalInformation {
        private @Nullable String imei;
        private boolean hasSoftwareVersion;
        private int softwareVersion = Device.NO_VERSION;
        private @Nullable Rejected wrongMember;
        private final @Nullable Rejected defect;

        TerminalInformation(byte[] message, int from, int to) {
            AvpCursor members = AvpCursor.ofGroup(message, from, to);
            while (members.next()) {
                note(members);
            }
            defect = RequestAvps.defectOf(members);
        }

        private void note(AvpCursor member) {
            if (member.is(Avp.IMEI, Avp.VENDOR_3GPP)) {
                reject(imei != null, ResultCode.AVP_OCCURS_TOO_MANY_TIMES, member);
                imei = member.text();
            } else if (member.is(Avp.SOFTWARE_VERSION, Avp.VENDOR_3GPP)) {
                reject(hasSoftwareVersion, ResultCode.AVP_OCCURS_TOO_MANY_TIMES, member);
                hasSoftwareVersion = true;
                softwareVersion = version(member.text());
            } else if (!member.is(Avp.MEID, Avp.VENDOR_3GPP)) {
                reject(member.isMandatory(), ResultCode.AVP_UNSUPPORTED, member);
            }
        }

        private void reject(boolean wrong, ResultCode code, AvpCursor member) {
            if (wrong && wrongMember == null) {
                wrongMember = new Rejected(code, member.copy());
            }
        }

        @Nullable
        Rejected rejection() {
            if (defect != null) {
                return defect;
            }
            if (wrongMember != null) {
                return wrongMember;
            }
            return imei == null ? new Rejected(ResultCode.MISSING_AVP, ExampleAvp.imei()) : null;
        }

        boolean softwareVersionIgnored() {
            return hasSoftwareVersion && softwareVersion == Device.NO_VERSION;
        }

        /** Two digits (TS 29.272 clause 7.3.5); anything else is no version. */
        private static int version(String text) {
            boolean twoDigits = text.length() == 2 && isDigit(text.charAt(0)) && isDigit(text.charAt(1));
            return twoDigits ? Integer.parseInt(text) : Device.NO_VERSION;
        }

        private static boolean isDigit(char character) {
            return character >= '0' && character <= '9';
        }

        PresentedIdentity identity() {
            PresentedIdentity presented = PresentedIdentity.of(imei == null ? "" : imei);
            return presented instanceof Device device && softwareVersion != Device.NO_VERSION
                    ? new Device(device.imei(), softwareVersion)
                    : presented;
        }
    }
}
