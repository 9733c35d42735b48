package org.eir.server.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a {@link Capture} recorded, as tshark understands it.
 *
 * @param file the capture
 * @param options what tshark has to be told in order to read it
 */
record Recording(Path file, List<String> options) {

    static Recording ofDiameter(Path file, int port) {
        return new Recording(file, List.of("-d", "tcp.port==" + port + ",diameter"));
    }

    /** M3UA over SCTP, which has a port and a payload protocol identifier of its own. */
    static Recording ofM3ua(Path file) {
        return new Recording(file, List.of());
    }

    /** M3UA over TCP, which tshark reads with the help of a script: {@code m3ua_tcp.lua}. */
    static Recording ofM3uaOverTcp(Path file, Path script, int port) {
        return new Recording(file, List.of("-X", "lua_script:" + script, "-d", "tcp.port==" + port + ",m3uatcp"));
    }

    /** The frames that pass a filter, each as the values of these fields, separated by spaces. */
    List<String> fields(String filter, String... fields) throws IOException {
        List<String> command = new ArrayList<>(List.of("tshark", "-r", file.toString()));
        command.addAll(options);
        command.addAll(List.of("-Y", filter, "-T", "fields", "-E", "separator=/s"));
        Stream.of(fields).forEach(field -> command.addAll(List.of("-e", field)));
        return Program.run(file.getParent(), command.toArray(String[]::new)).stream()
                .map(String::strip)
                .toList();
    }

    /** Numbers of the frames that tshark cannot make sense of. */
    List<String> malformedFrames() throws IOException {
        return fields("_ws.malformed", "frame.number");
    }

    /** Those of them that pass a filter. */
    List<String> malformedFrames(String filter) throws IOException {
        return fields("_ws.malformed && " + filter, "frame.number");
    }
}
