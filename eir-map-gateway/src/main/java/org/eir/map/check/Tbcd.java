package org.eir.map.check;

import java.nio.charset.StandardCharsets;
import org.eir.core.identity.Imsi;
import org.eir.core.identity.PresentedIdentity;
import org.eir.core.identity.PresentedIdentity.Defect;
import org.eir.core.identity.PresentedIdentity.Malformed;
import org.eir.map.tcap.BerCursor;
import org.jspecify.annotations.Nullable;

/**
 * Identities in TBCD: two digits an octet, low nibble first, filler F after the last digit (TS 29.002 clause 17.7.8).
 */
final class Tbcd {
    private static final int MAX_OCTETS = 8;
    private static final int FILLER = 0xf;
    private static final PresentedIdentity TOO_LONG = new Malformed(Defect.TOO_LONG);

    private Tbcd() {}

    /** An IMEI of 14, 15 or 16 digits in 7 or 8 octets; anything else is what the core calls no identity. */
    static PresentedIdentity imei(BerCursor element) {
        return element.contentLength() > MAX_OCTETS ? TOO_LONG : PresentedIdentity.of(digits(element));
    }

    /** An IMSI; null if it is none. */
    static @Nullable Imsi imsi(BerCursor element) {
        if (element.contentLength() > MAX_OCTETS) {
            return null;
        }
        String digits = digits(element);
        return Imsi.isValid(digits) ? new Imsi(digits) : null;
    }

    /** Without the fillers at the end; a nibble that is no decimal digit becomes a character that is none. */
    private static String digits(BerCursor element) {
        int count = 2 * element.contentLength();
        while (count > 0 && nibble(element, count - 1) == FILLER) {
            count--;
        }
        byte[] digits = new byte[count];
        for (int i = 0; i < count; i++) {
            digits[i] = (byte) ('0' + nibble(element, i));
        }
        return new String(digits, StandardCharsets.ISO_8859_1);
    }

    private static int nibble(BerCursor element, int index) {
        int octet = element.octet(index >> 1);
        return (index & 1) == 0 ? octet & 0xf : octet >> 4;
    }
}
