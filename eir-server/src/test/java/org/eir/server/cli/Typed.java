package org.eir.server.cli;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eir.server.NodeLauncher;
import org.eir.server.config.EirConfig;

/** Somebody who types a command: {@code typed("check", "490154203237518").exitCode()}. */
final class Typed {
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, NetworkCheck> networks = new HashMap<>();
    private Terminal terminal = Terminal.NONE;
    private String input = "";

    /** Configurations that nodes were started with. */
    final List<EirConfig> started = new ArrayList<>();

    final List<Path> dataDirectories = new ArrayList<>();

    /** What came of it. */
    record Result(int exitCode, String out, String err) {}

    static Typed at(FakeRegister register) {
        return new Typed().with("EIR_SERVER", register.url()).with("EIR_TOKEN", FakeRegister.TOKEN);
    }

    Typed with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Typed network(String name, NetworkCheck network) {
        networks.put(name, network);
        return this;
    }

    /** At a terminal, typing this when asked. */
    Typed answering(String answer) {
        terminal = new Terminal(true, true, true, false);
        input = answer;
        return this;
    }

    Typed inColour() {
        terminal = Terminal.of("0,1,2", environment);
        return this;
    }

    Result types(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(
                new BufferedReader(new StringReader(input)),
                new PrintWriter(out),
                new PrintWriter(err),
                environment,
                terminal);
        int exitCode = EirCommandLine.run(console, launcher(), networks, arguments);
        console.out().flush();
        console.err().flush();
        return new Result(exitCode, out.toString(), err.toString());
    }

    private NodeLauncher launcher() {
        return new NodeLauncher() {
            @Override
            public int start(EirConfig config) {
                started.add(config);
                return 0;
            }

            @Override
            public int startDev(EirConfig config, Path dataDirectory, PrintWriter out) {
                started.add(config);
                dataDirectories.add(dataDirectory);
                return 0;
            }
        };
    }
}
