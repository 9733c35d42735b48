package org.eir.server.cli;

import picocli.CommandLine.Option;

/** What every command has. */
final class OutputOptions {
    @Option(names = "--json", description = "Print the result as JSON.")
    boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;
}
