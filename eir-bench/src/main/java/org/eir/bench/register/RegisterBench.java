package org.eir.bench.register;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eir.bench.support.LoadedRegister;
import org.eir.core.EquipmentCheck;
import org.eir.core.check.CheckInterface;
import org.eir.core.check.CheckRequest;
import org.eir.core.check.CheckResult;
import org.eir.core.check.Origin;
import org.eir.core.check.OriginMatcher;
import org.eir.core.check.Policies;
import org.eir.core.check.Policy;
import org.eir.core.check.SubscriberRule;
import org.eir.core.check.Told;
import org.eir.core.check.Verdict;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.identity.Imsi;
import org.eir.core.identity.PresentedIdentity.Device;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Listing;
import org.eir.core.list.Match;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.eir.core.register.Register;
import org.eir.core.register.RegisterUpdate;
import org.eir.core.register.RegisterView;
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

/**
 * Look-ups and whole checks of single phones, in random order over the whole register, by one thread. The checks differ in
 * what else the register holds: one policy for everybody; or {@value #POLICIES}, with local entries of who asks and with
 * exceptions.
 */
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

    private static final int POLICIES = 75;
    private static final int LOCAL_ENTRIES = 10_000;
    private static final int EXCEPTIONS = 10_000;
    private static final String ORGANISATION = "operator";
    private static final Origin ORIGIN = new Origin("mme7.r7.example.org", "r7.example.org");
    private static final Imsi SUBSCRIBER = new Imsi("262011234567890");

    @Param({"1000000", "10000000"})
    int entries;

    private Register register = new Register(0);
    private long[] listedDigits = {};
    private long[] unlistedDigits = {};
    private RegisterView onePolicy = register.view();
    private RegisterView manyPolicies = register.view();
    private int next;

    @Setup(Level.Trial)
    public void load() {
        int samples = Integer.highestOneBit(Math.min(entries, MAX_SAMPLES));
        LoadedRegister loaded = LoadedRegister.of(entries, samples);
        register = loaded.register();
        listedDigits = digits(loaded.listed());
        unlistedDigits = digits(loaded.unlisted());
        onePolicy = register.view();
        manyPolicies = register.whatIf(everythingElse(loaded.unlisted()), Instant.EPOCH);
    }

    private static RegisterUpdate everythingElse(Imei[] devices) {
        RegisterUpdate update = new RegisterUpdate(2, Instant.EPOCH);
        List<Policy> policies = new ArrayList<>();
        policies.add(Policy.INITIAL);
        for (int i = 0; i < POLICIES; i++) {
            policies.add(policy("realm-" + i, new OriginMatcher(OriginMatcher.Kind.REALM, "r" + i + ".example.org")));
            policies.add(policy("title-" + i, new OriginMatcher(OriginMatcher.Kind.GLOBAL_TITLE, "4917" + i)));
        }
        update.policies(Policies.of(policies));
        int grey = Listing.of(EquipmentList.GREY, Reason.FRAUD, false);
        for (int i = 0; i < Math.min(LOCAL_ENTRIES, devices.length); i++) {
            update.load(ORGANISATION, ImeiRange.of(devices[i]), grey);
        }
        for (int i = 0; i < Math.min(EXCEPTIONS, devices.length); i++) {
            update.subscriberRules(devices[i], List.of(exception(devices[i])));
        }
        return update;
    }

    private static Policy policy(String name, OriginMatcher origin) {
        Verdict unknown = Verdict.UNKNOWN;
        return new Policy(name, 1, List.of(origin), unknown, unknown, unknown, ORGANISATION, Told.AS_DECIDED);
    }

    private static SubscriberRule exception(Imei device) {
        return new SubscriberRule(
                device,
                SubscriberRule.Kind.EXCEPTION,
                Verdict.PERMITTED,
                List.of(SUBSCRIBER),
                ORGANISATION,
                Reason.CLONED,
                null,
                null,
                Validity.ALWAYS);
    }

    @Benchmark
    public Match listed() {
        return lookup(listedDigits);
    }

    @Benchmark
    public Match unlisted() {
        return lookup(unlistedDigits);
    }

    /** A check as a network asks it, while there is one policy and nothing else. */
    @Benchmark
    public CheckResult checkOnePolicy() {
        return EquipmentCheck.decide(onePolicy, asked());
    }

    /** The same while who asks has a policy of its own, local entries count, and there are exceptions. */
    @Benchmark
    public CheckResult checkManyPolicies() {
        return EquipmentCheck.decide(manyPolicies, asked());
    }

    private CheckRequest asked() {
        next = (next + 1) & (listedDigits.length - 1);
        return new CheckRequest(
                CheckInterface.S13,
                ORIGIN.host(),
                ORIGIN,
                SUBSCRIBER,
                new Device(new Imei(listedDigits[next]), Device.NO_VERSION));
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
