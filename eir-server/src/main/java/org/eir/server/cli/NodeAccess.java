package org.eir.server.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where to ask, and what to show.
 *
 * @param server address without a slash at its end
 * @param token the token, if one was found
 * @param tokenFile where it was looked for last
 * @param caFile certificates that the node is trusted by, instead of those that Java trusts
 */
record NodeAccess(URI server, Optional<String> token, Path tokenFile, Optional<Path> caFile) {

    /** Without the token. */
    @Override
    public String toString() {
        return server.toString();
    }
}
