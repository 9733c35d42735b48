package org.eir.bench.s13;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.eir.bench.support.LoadedRegister;
import org.eir.core.identity.Imei;

/**
 * The phones that are asked for, in the order in which they are, and which of them are stolen: one in ten, far more than
 * in life, so that both ways through the register count.
 *
 * @param imeis 14 digits each, one after the other
 * @param listed whether each is in the register's black list
 */
record Questions(byte[] imeis, boolean[] listed) {
    static final int IMEI_LENGTH = 14;
    private static final int MAX_COUNT = 1 << 18;
    private static final int LISTED_ONE_IN = 10;

    /** Questions for the register that {@link LoadedRegister} makes of so many entries. */
    static Questions of(int entries) {
        int count = Integer.highestOneBit(Math.min(entries, MAX_COUNT));
        LoadedRegister loaded = LoadedRegister.of(entries, count);
        byte[] imeis = new byte[count * IMEI_LENGTH];
        boolean[] listed = new boolean[count];
        for (int i = 0; i < count; i++) {
            listed[i] = i % LISTED_ONE_IN == 0;
            Imei imei = (listed[i] ? loaded.listed() : loaded.unlisted())[i];
            System.arraycopy(imei.text().getBytes(StandardCharsets.US_ASCII), 0, imeis, i * IMEI_LENGTH, IMEI_LENGTH);
        }
        return new Questions(imeis, listed);
    }

    /** A power of two. */
    int count() {
        return listed.length;
    }

    /** What a register has to answer: {@link Answer} codes, by question. */
    int[] truth() {
        int[] expected = new int[count()];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = listed[i] ? Answer.PROHIBITED : Answer.UNKNOWN;
        }
        return expected;
    }

    /** What a server has to answer that permits everything. */
    int[] allPermitted() {
        int[] expected = new int[count()];
        Arrays.fill(expected, Answer.PERMITTED);
        return expected;
    }
}
