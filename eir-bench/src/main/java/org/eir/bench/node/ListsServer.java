package org.eir.bench.node;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.eir.bench.support.Supervised;
import org.eir.core.register.Register;
import org.eir.core.subscriber.SubscriberKey;
import org.eir.core.subscriber.SubscriberVault;
import org.eir.store.Database;
import org.eir.store.RegisterFeed;

/** Loads the lists of a database and nothing else; says how many milliseconds that took, and how many there are. */
final class ListsServer {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private ListsServer() {}

    static void main(String[] arguments) throws IOException, InterruptedException {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Register register = new Register(0);
        try (Database database = Database.open(NodeServer.database(arguments[0]), meters);
                RegisterFeed feed = new RegisterFeed(
                        database, register, Clock.systemUTC(), new SubscriberVault(List.of(SubscriberKey.random(1))))) {
            long begin = System.nanoTime();
            feed.start();
            if (!feed.awaitLoaded(LIMIT)) {
                throw new IllegalStateException("the lists were not loaded: " + feed.status());
            }
            long tookMs = (System.nanoTime() - begin) / 1_000_000;
            Supervised.untilTheEnd(tookMs, register.view().table().identities());
        }
    }
}
