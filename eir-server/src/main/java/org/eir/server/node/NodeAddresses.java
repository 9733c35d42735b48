package org.eir.server.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a running node is asked, in files of its directory: its own staff need not know ports and point codes by heart
 * ({@code eir check --via map}).
 */
public final class NodeAddresses {
    /** The admin API, as a URL. */
    public static final String HTTP_FILE = "admin.url";

    /** S13, as {@code host:port}. */
    public static final String S13_FILE = "s13.address";

    private NodeAddresses() {}

    /** Writes them; an interface that staff cannot ask has no file. */
    static void write(EirNode.Parts parts, EirNode node) throws StartFailure {
        Path directory = parts.stateDirectory();
        try {
            put(directory.resolve(HTTP_FILE), Optional.of(node.httpUrl()));
            put(directory.resolve(S13_FILE), Optional.of(reachable(parts.s13().host()) + ":" + node.s13Port()));
            put(
                    directory.resolve(MapAddress.FILE),
                    parts.ss7()
                            .flatMap(ss7 -> MapAddress.of(
                                    ss7.m3ua(), ss7.map(), node.m3uaPort().orElse(0)))
                            .map(MapAddress::text));
        } catch (IOException e) {
            throw new StartFailure("what this node is asked by cannot be written: " + e);
        }
    }

    private static void put(Path file, Optional<String> text) throws IOException {
        if (text.isPresent()) {
            Files.writeString(file, text.get().strip() + "\n");
        } else {
            Files.deleteIfExists(file);
        }
    }

    /** What listens on every address is asked on loopback. */
    static String reachable(String host) {
        return switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::" -> "::1";
            default -> host;
        };
    }
}
