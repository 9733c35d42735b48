package org.eir.map.m3ua;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in octets, most significant octet first. */
final class Octets {
    private static final VarHandle INT32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private Octets() {}

    static int int32(byte[] octets, int offset) {
        return (int) INT32.get(octets, offset);
    }

    static void putInt32(byte[] octets, int offset, int value) {
        INT32.set(octets, offset, value);
    }

    static int unsigned16(byte[] octets, int offset) {
        return (octets[offset] & 0xff) << 8 | octets[offset + 1] & 0xff;
    }

    static int padded(int length) {
        return length + 3 & ~3;
    }
}
