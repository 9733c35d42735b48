package org.eir.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.eir.server.Version;
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
            json.put("version", Version.text()).put("java", java);
            console.json(json);
        } else {
            console.line("eir " + Version.text() + ", Java " + java);
        }
        return 0;
    }
}
