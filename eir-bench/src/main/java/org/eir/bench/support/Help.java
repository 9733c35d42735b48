package org.eir.bench.support;

import picocli.CommandLine.Option;

/** What every measurement has. */
public final class Help {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean wanted;
}
