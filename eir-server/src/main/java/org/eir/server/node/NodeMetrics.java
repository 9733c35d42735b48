package org.eir.server.node;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import java.time.Clock;
import java.time.Duration;
import org.eir.core.register.Register;
import org.eir.store.FeedStatus;
import org.eir.store.RegisterFeed;

/** What /metrics says about the register and the process. */
final class NodeMetrics {
    private NodeMetrics() {}

    static void bind(MeterRegistry meters, Register register, RegisterFeed feed, Clock clock) {
        Gauge.builder("eir.register.revision", () -> register.view().revision())
                .description("Revision of the lists that checks are answered from")
                .register(meters);
        Gauge.builder("eir.register.identities", () -> register.view().table().identities())
                .description("Listed identities: single IMEIs, ranges and TACs")
                .register(meters);
        Gauge.builder(
                        "eir.register.local.identities",
                        () -> register.view().local().identities())
                .description("Listed identities that count in the networks of one organisation only")
                .register(meters);
        Gauge.builder(
                        "eir.register.subscriber.rules",
                        () -> register.view().subscriberRules().devices())
                .description("Devices with an exception or a lock")
                .register(meters);
        Gauge.builder(
                        "eir.register.policies",
                        () -> register.view().policies().named().size() + 1)
                .description("Policies: the one for everybody and those of single networks")
                .register(meters);
        Gauge.builder("eir.register.tacs", () -> register.view().table().tacs())
                .description("TACs with at least one listed identity")
                .register(meters);
        Gauge.builder("eir.register.dated.identities", register::datedIdentities)
                .description("Identities whose entries will start or expire by date")
                .register(meters);
        Gauge.builder("eir.register.staleness", () -> staleness(feed, clock))
                .description("Time since the lists were last known to be those of the database")
                .baseUnit("seconds")
                .register(meters);
        Gauge.builder("eir.feed.current", () -> feed.status().state() == FeedStatus.State.CURRENT ? 1 : 0)
                .description("1 while every change is applied as it comes, else 0")
                .register(meters);
        Gauge.builder("eir.feed.reconnections", feed::reconnections)
                .description("How often the connection for changes was lost")
                .register(meters);
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        gcMetrics().bindTo(meters);
    }

    @SuppressWarnings("resource") // lives as long as the process
    private static JvmGcMetrics gcMetrics() {
        return new JvmGcMetrics();
    }

    private static double staleness(RegisterFeed feed, Clock clock) {
        return Duration.between(feed.status().lastContact(), clock.instant()).toMillis() / 1000.0;
    }
}
