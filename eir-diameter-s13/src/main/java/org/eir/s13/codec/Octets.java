package org.eir.s13.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Numbers and text in octets, most significant octet first. */
public final class Octets {
    private static final VarHandle INT32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private Octets() {}

    public static int int32(byte[] octets, int offset) {
        return (int) INT32.get(octets, offset);
    }

    static void putInt32(byte[] octets, int offset, int value) {
        INT32.set(octets, offset, value);
    }

    static int unsigned24(byte[] octets, int offset) {
        return (octets[offset] & 0xff) << 16 | (octets[offset + 1] & 0xff) << 8 | octets[offset + 2] & 0xff;
    }

    /** One character an octet: lossless, and every octet beyond ASCII stays recognisably none. */
    public static String text(byte[] octets, int from, int to) {
        return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** Whether the octets spell this ASCII text, letters compared without regard to case (RFC 6733 clause 4.3.1). */
    public static boolean equalsIgnoreCase(byte[] octets, int from, int to, byte[] lowerCase) {
        if (to - from != lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            int octet = octets[from + i];
            if ((octet >= 'A' && octet <= 'Z' ? octet + 32 : octet) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    static int padded(int length) {
        return length + 3 & ~3;
    }
}
