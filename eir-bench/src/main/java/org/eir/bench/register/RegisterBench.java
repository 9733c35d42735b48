package org.eir.bench.register;

import org.eir.bench.support.LoadedRegister;
import org.eir.core.identity.Imei;
import org.eir.core.list.Match;
import org.eir.core.register.Register;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Look-ups of single phones, in random order over the whole register, by one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx3g", "--sun-misc-unsafe-memory-access=allow"})
public class RegisterBench {
    /** So many that neither they nor what they lead to stay in the cache. */
    private static final int MAX_SAMPLES = 1 << 20;

    @Param({"1000000", "10000000"})
    int entries;

    private Register register = new Register(0);
    private long[] listedDigits = {};
    private long[] unlistedDigits = {};
    private int next;

    @Setup(Level.Trial)
    public void load() {
        int samples = Integer.highestOneBit(Math.min(entries, MAX_SAMPLES));
        LoadedRegister loaded = LoadedRegister.of(entries, samples);
        register = loaded.register();
        listedDigits = digits(loaded.listed());
        unlistedDigits = digits(loaded.unlisted());
    }

    @Benchmark
    public Match listed() {
        return lookup(listedDigits);
    }

    @Benchmark
    public Match unlisted() {
        return lookup(unlistedDigits);
    }

    private Match lookup(long[] samples) {
        next = (next + 1) & (samples.length - 1);
        return register.view().lookup(new Imei(samples[next]));
    }

    private static long[] digits(Imei[] imeis) {
        long[] digits = new long[imeis.length];
        for (int i = 0; i < imeis.length; i++) {
            digits[i] = imeis[i].digits();
        }
        return digits;
    }
}
