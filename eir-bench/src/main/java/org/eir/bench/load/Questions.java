package org.eir.bench.load;

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
public record Questions(byte[] imeis, boolean[] listed) {
    public static final int IMEI_LENGTH = 14;
    private static final int MAX_COUNT = 1 << 18;
    private static final int LISTED_ONE_IN = 10;

    /** Questions for the register that {@link LoadedRegister} makes of so many entries. */
    public static Questions of(int entries) {
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
    public int count() {
        return listed.length;
    }

    /**
     * What a register has to answer, by question.
     *
     * @param unknown how the interface says that it does not know a device
     */
    public int[] truth(int unknown) {
        int[] expected = new int[count()];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = listed[i] ? Tally.PROHIBITED : unknown;
        }
        return expected;
    }

    /** What a server has to answer that permits everything. */
    public int[] allPermitted() {
        int[] expected = new int[count()];
        Arrays.fill(expected, Tally.PERMITTED);
        return expected;
    }
}
