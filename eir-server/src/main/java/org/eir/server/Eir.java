package org.eir.server;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.util.Map;
import org.eir.server.cli.Console;
import org.eir.server.cli.EirCommandLine;
import org.eir.server.cli.NetworkCheck;
import org.eir.server.cli.Terminal;

/** The program {@code eir}. */
public final class Eir {
    /** The ways of {@code eir check --via} beside asking the register itself. */
    private static final Map<String, NetworkCheck> NETWORKS = Map.of("s13", new S13Check(), "map", new MapCheck());

    private Eir() {}

    static void main(String[] arguments) {
        Console console = console();
        System.exit(EirCommandLine.run(console, new NodeProcess(console.err()), NETWORKS, arguments));
    }

    private static Console console() {
        return new Console(
                new BufferedReader(new InputStreamReader(System.in, System.out.charset())),
                new PrintWriter(new FileOutputStream(FileDescriptor.out), true, System.out.charset()),
                new PrintWriter(new FileOutputStream(FileDescriptor.err), true, System.err.charset()),
                System.getenv(),
                Terminal.of(System.getProperty(Terminal.PROPERTY, ""), System.getenv()));
    }
}
