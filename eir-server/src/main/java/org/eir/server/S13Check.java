package org.eir.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.eir.core.check.Verdict;
import org.eir.s13.S13Config;
import org.eir.s13.client.CheckAnswer;
import org.eir.s13.client.IdentityCheckRequest;
import org.eir.s13.client.S13Client;
import org.eir.server.cli.CommandFailure;
import org.eir.server.cli.NetworkCheck;
import org.eir.server.node.NodeAddresses;
import org.jspecify.annotations.Nullable;

/** {@code eir check --via s13}: a small MME that connects to the running node, asks once over Diameter, and leaves. */
public final class S13Check implements NetworkCheck {
    private static final String HOST = "mme.cli.example.org";
    private static final String REALM = "cli.example.org";
    private static final String DEFAULT_ADDRESS = "127.0.0.1:" + S13Config.DEFAULT_PORT;
    private static final int TIMEOUT_MS = 5_000;
    private static final int SUCCESS = 2001;
    private static final int EQUIPMENT_UNKNOWN = 5422;

    @Override
    public Answer ask(String identity, @Nullable String imsi, Path dataDirectory) throws CommandFailure {
        String address = address(dataDirectory);
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon);
        int port = Integer.parseInt(address.substring(colon + 1));
        try (S13Client mme = S13Client.connect(host, port, HOST, REALM, TIMEOUT_MS)) {
            CheckAnswer capabilities = mme.exchangeCapabilities();
            if (capabilities.resultCode().orElse(0) != SUCCESS) {
                throw CommandFailure.failed("The register at " + address + " does not let " + HOST
                        + " ask (Result-Code " + shown(capabilities.resultCode())
                        + "): add it to s13.knownPeers, or ask without --via.");
            }
            CheckAnswer answer = mme.check(
                    new IdentityCheckRequest(HOST, REALM, null, capabilities.originRealm(), identity, null, imsi));
            mme.disconnect();
            return new Answer(verdict(answer), details(address, capabilities, answer));
        } catch (IOException e) {
            throw CommandFailure.failed("No answer over Diameter at " + address + " (" + e.getMessage()
                    + "): is the node running? ./eir start-dev starts one.");
        }
    }

    private static String address(Path dataDirectory) throws CommandFailure {
        Path file = dataDirectory.resolve(NodeAddresses.S13_FILE);
        try {
            String address = Files.exists(file) ? Files.readString(file).strip() : DEFAULT_ADDRESS;
            if (!address.matches(".+:\\d{1,5}")) {
                throw CommandFailure.failed(file + " does not hold an address: a node writes it, host:port.");
            }
            return address;
        } catch (IOException e) {
            throw CommandFailure.failed(file + " cannot be read: " + e.getMessage());
        }
    }

    /** TS 29.272 clause 6.2.1, read backwards. */
    private static Verdict verdict(CheckAnswer answer) {
        if (answer.experimentalResultCode().orElse(0) == EQUIPMENT_UNKNOWN) {
            return Verdict.UNKNOWN;
        }
        return switch (answer.equipmentStatus().orElse(-1)) {
            case 0 -> Verdict.PERMITTED;
            case 1 -> Verdict.PROHIBITED;
            case 2 -> Verdict.TRACKED;
            default -> Verdict.REFUSED;
        };
    }

    private static Map<String, String> details(String address, CheckAnswer capabilities, CheckAnswer answer) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("register", capabilities.originHost() + " at " + address);
        put(details, "resultCode", answer.resultCode());
        put(details, "experimentalResultCode", answer.experimentalResultCode());
        put(details, "equipmentStatus", answer.equipmentStatus());
        return details;
    }

    private static void put(Map<String, String> details, String name, OptionalInt value) {
        if (value.isPresent()) {
            details.put(name, shown(value));
        }
    }

    private static String shown(OptionalInt value) {
        return value.isPresent() ? Integer.toString(value.getAsInt()) : "none";
    }
}
