package org.eir.server;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eir.core.check.Verdict;
import org.eir.map.client.CheckImeiAnswer;
import org.eir.map.client.CheckImeiAnswer.Status;
import org.eir.map.client.CheckImeiRequest;
import org.eir.map.client.MapClient;
import org.eir.server.cli.CommandFailure;
import org.eir.server.cli.NetworkCheck;
import org.eir.server.node.MapAddress;
import org.jspecify.annotations.Nullable;

/** {@code eir check --via map}: a small MSC that connects to the running node, asks once over SS7, and leaves. */
public final class MapCheck implements NetworkCheck {
    private static final InetAddress FROM = InetAddress.ofLiteral(MapAddress.STAFF);
    private static final int OWN_POINT_CODE = 11;
    private static final int VERSION = 3;
    private static final int TIMEOUT_MS = 5_000;

    @Override
    public Answer ask(String identity, @Nullable String imsi, Path dataDirectory) throws CommandFailure {
        if (!identity.matches("[0-9A-Fa-f]{1,16}")) {
            throw CommandFailure.wrongUsage(
                    "identity '" + identity + "': MAP carries 1 to 16 digits; leave out --via to see what is wrong.");
        }
        MapAddress register = address(dataDirectory);
        String where = register.host() + ":" + register.port();
        try (MapClient msc = MapClient.overTcp(FROM, register.host(), register.port(), path(register), TIMEOUT_MS)) {
            msc.activate();
            CheckImeiRequest question = CheckImeiRequest.of(VERSION, identity);
            CheckImeiAnswer answer = msc.ask(imsi == null ? question : question.subscriber(imsi));
            msc.deactivate();
            return new Answer(verdict(answer, where), details(register, where, answer));
        } catch (IOException e) {
            throw CommandFailure.failed(
                    "No answer over M3UA at " + where + " (" + e.getMessage() + "): is the node still running?");
        }
    }

    private static org.eir.map.client.Path path(MapAddress register) {
        return new org.eir.map.client.Path(
                register.networkIndicator(), OWN_POINT_CODE, "", register.pointCode(), "", register.routingContext());
    }

    private static MapAddress address(Path dataDirectory) throws CommandFailure {
        Path file = dataDirectory.resolve(MapAddress.FILE);
        if (Files.notExists(file)) {
            throw CommandFailure.failed(file + " is not there. A running node writes it into its directory (--data), if"
                    + " an association listens by TCP for " + MapAddress.STAFF + "; ./eir start-dev has one.");
        }
        try {
            return MapAddress.parse(Files.readString(file))
                    .orElseThrow(() -> CommandFailure.failed(file + " does not hold an address: a node writes it."));
        } catch (IOException e) {
            throw CommandFailure.failed(file + " cannot be read: " + e.getMessage());
        }
    }

    /** TS 29.002 clauses 17.6.6 and 17.7.1, read backwards. */
    private static Verdict verdict(CheckImeiAnswer answer, String where) throws CommandFailure {
        return switch (answer) {
            case Status status when status.equipmentStatus() == 0 -> Verdict.PERMITTED;
            case Status status when status.equipmentStatus() == 1 -> Verdict.PROHIBITED;
            case Status status when status.equipmentStatus() == 2 -> Verdict.TRACKED;
            case CheckImeiAnswer.ReturnError error
            when error.code() == CheckImeiAnswer.UNKNOWN_EQUIPMENT -> Verdict.UNKNOWN;
            case CheckImeiAnswer.ReturnError error
            when error.code() == CheckImeiAnswer.SYSTEM_FAILURE -> Verdict.REFUSED;
            default ->
                throw CommandFailure.failed("The register at " + where + " answered with " + answer.text()
                        + ": see map and m3ua.associations in its configuration.");
        };
    }

    private static Map<String, String> details(MapAddress register, String where, CheckImeiAnswer answer) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("register", "point code " + register.pointCode() + " at " + where);
        details.put("answer", answer.text());
        return details;
    }
}
