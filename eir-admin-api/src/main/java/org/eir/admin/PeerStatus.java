package org.eir.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody connected to a front end.
 *
 * @param via the interface: {@code s13}, {@code map}
 * @param identity how it names itself: Diameter Origin-Host, SS7 association
 * @param realm the network it belongs to, if it says
 * @param address where it is connected from or to
 * @param state as the interface's specification names it, lower case: {@code okay}, {@code down}
 * @param since when it came into this state
 * @param requests requests received from it
 */
public record PeerStatus(
        @JsonProperty("interface") String via,
        String identity,
        @Nullable String realm,
        String address,
        String state,
        Instant since,
        long requests) {}
