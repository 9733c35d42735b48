package org.eir.server.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.eir.server.dev.DataDirectory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which node a command asks: said on the command line, else by a variable, else by the data directory. */
final class NodeOptions {
    private static final String DEFAULT_SERVER = "http://127.0.0.1:8080";
    private static final String TOKEN_FILE = "admin.token";
    private static final String SERVER_FILE = "admin.url";

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "Address of the node (EIR_SERVER; else DIR/admin.url; else http://127.0.0.1:8080).")
    @Nullable
    String server;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description =
                    "Token to show (EIR_TOKEN; else DIR/admin.token). Other users of this machine can see it here.")
    @Nullable
    String token;

    @Option(names = "--data", paramLabel = "DIR", description = "The node's data directory (EIR_DATA; else ./data).")
    @Nullable
    Path data;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "Certificates (PEM) to trust the node by, where its address is https (EIR_CA_FILE).")
    @Nullable
    Path caFile;

    /** Where to ask, and what to show. */
    NodeAccess access(Map<String, String> environment) throws CommandFailure {
        Path directory = dataDirectory(data, environment);
        String address = first(server, environment.get("EIR_SERVER"))
                .or(() -> read(directory.resolve(SERVER_FILE)))
                .orElse(DEFAULT_SERVER);
        Optional<String> given = first(token, environment.get("EIR_TOKEN"));
        Path file = directory.resolve(TOKEN_FILE);
        Optional<Path> authorities = Optional.ofNullable(caFile)
                .or(() -> first(null, environment.get("EIR_CA_FILE")).map(Path::of));
        return new NodeAccess(uri(address), secret(given.or(() -> read(file))), file, authorities);
    }

    /** The data directory that an option, a variable or the default names. */
    static Path dataDirectory(@Nullable Path option, Map<String, String> environment) {
        return option != null
                ? option
                : first(null, environment.get("EIR_DATA")).map(Path::of).orElse(DataDirectory.DEFAULT);
    }

    private static Optional<String> first(@Nullable String option, @Nullable String variable) {
        return Optional.ofNullable(option)
                .or(() -> Optional.ofNullable(variable))
                .filter(value -> !value.isBlank())
                .map(String::strip);
    }

    private static Optional<String> read(Path file) {
        try {
            return Files.isReadable(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> secret(Optional<String> token) throws CommandFailure {
        if (token.isPresent() && !token.get().matches("[\\x21-\\x7E]+")) {
            throw CommandFailure.wrongUsage(
                    "The token is not one: it has spaces or characters that a token never has.");
        }
        return token;
    }

    private static URI uri(String address) throws CommandFailure {
        try {
            URI uri = new URI(address.replaceAll("/+$", ""));
            String scheme = uri.getScheme();
            if (uri.getHost() != null && ("http".equals(scheme) || "https".equals(scheme))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw CommandFailure.wrongUsage("server '" + address + "': must be an address such as " + DEFAULT_SERVER);
    }
}
