package org.eir.testkit;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Random;
import org.eir.core.identity.Imei;
import org.eir.core.identity.Tac;

/**
 * An endless sequence of phones, no two alike, from a seed. Models are as unevenly popular as in life (Zipf–Mandelbrot:
 * the first of {@value #MODELS} has about one phone in a hundred), their TACs come from the reporting bodies that
 * allocate most, and the same models are popular whatever the seed.
 */
public final class Devices implements Iterator<Imei> {
    static final int MODELS = 50_000;

    /** Flattens the head: without it the first model would have one phone in ten and outgrow its TAC. */
    private static final int POPULARITY_SHIFT = 10;

    /** Reporting bodies, each as often as it allocates: the TAC's first two digits. */
    private static final int[] REPORTING_BODIES = {35, 35, 35, 35, 35, 86, 86, 86, 86, 1, 1, 91, 99};

    private static final int[] TACS = tacs();
    private static final double[] CUMULATED_POPULARITY = cumulatedPopularity();

    private final long seed;
    private final Random random;
    private final int[] made = new int[MODELS];

    public Devices(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    @Override
    public boolean hasNext() {
        return true;
    }

    /**
     * The next phone.
     *
     * @throws NoSuchElementException if its TAC has no serial number left (after about 90 million phones)
     */
    @Override
    public Imei next() {
        int model = model();
        if (made[model] == Shuffle.SIZE) {
            throw new NoSuchElementException("TAC " + new Tac(TACS[model]) + " has no serial number left");
        }
        int serial = Shuffle.of(made[model]++, seed * MODELS + model);
        return new Imei((long) TACS[model] * Tac.SERIALS + serial);
    }

    private int model() {
        double point = random.nextDouble() * CUMULATED_POPULARITY[MODELS - 1];
        int at = Arrays.binarySearch(CUMULATED_POPULARITY, point);
        return at >= 0 ? at + 1 : -at - 1;
    }

    private static int[] tacs() {
        int[] tacs = new int[MODELS];
        for (int model = 0; model < MODELS; model++) {
            int body = REPORTING_BODIES[model % REPORTING_BODIES.length];
            tacs[model] = body * Shuffle.SIZE + Shuffle.of(model, body);
        }
        return tacs;
    }

    private static double[] cumulatedPopularity() {
        double[] cumulated = new double[MODELS];
        double sum = 0;
        for (int model = 0; model < MODELS; model++) {
            sum += 1.0 / (model + 1 + POPULARITY_SHIFT);
            cumulated[model] = sum;
        }
        return cumulated;
    }
}
