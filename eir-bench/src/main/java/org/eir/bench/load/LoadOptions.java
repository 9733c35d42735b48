package org.eir.bench.load;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How much is asked, and for how long. */
public final class LoadOptions {
    private static final Duration QUICK = Duration.ofSeconds(1);

    @Option(names = "--entries", defaultValue = "1000000", description = "Entries of the register.")
    private int entries;

    @Option(names = "--rounds", defaultValue = "5", description = "Rounds of each server, taking turns.")
    private int rounds;

    @Option(names = "--round-ms", defaultValue = "4000", description = "Length of a round.")
    private int roundMs;

    @Option(names = "--warm-up-ms", defaultValue = "8000", description = "Warming up of each server.")
    private int warmUpMs;

    @Option(names = "--pace", defaultValue = "20000", description = "Requests a second of the paced rounds.")
    private int pace;

    @Option(names = "--quick", description = "Two rounds of a second.")
    private boolean quick;

    public int entries() {
        return entries;
    }

    int rounds() {
        return quick ? 2 : rounds;
    }

    int pacedRounds() {
        return quick ? 1 : 2;
    }

    Duration round() {
        return quick ? QUICK : Duration.ofMillis(roundMs);
    }

    Duration warmUp() {
        return quick ? QUICK.multipliedBy(3) : Duration.ofMillis(warmUpMs);
    }

    int pace() {
        return pace;
    }
}
