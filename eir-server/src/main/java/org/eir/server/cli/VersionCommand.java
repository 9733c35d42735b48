package org.eir.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "version",
        description = "Says which version this is, and of Java.",
        footer = {"", "Example:", "  eir version"})
final class VersionCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    VersionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        String java = Runtime.version() + " (" + System.getProperty("java.vendor") + ")";
        if (output.json) {
            ObjectNode json = Console.JSON.createObjectNode();
            json.put("version", version()).put("java", java);
            console.json(json);
        } else {
            console.line("eir " + version() + ", Java " + java);
        }
        return 0;
    }

    /** This program's version. */
    static String version() {
        try (InputStream in = VersionCommand.class.getResourceAsStream("/org/eir/server/version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
