package org.eir.admin.node;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
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
 * @param applicationServers the M3UA application servers it carries traffic of; none for an interface that knows none
 */
public record PeerStatus(
        @JsonProperty("interface") String via,
        String identity,
        @Nullable String realm,
        String address,
        String state,
        Instant since,
        long requests,
        List<ApplicationServerStatus> applicationServers) {

    /**
     * An application server as an association sees it (RFC 4666 clauses 4.3.1 and 4.3.2).
     *
     * @param name its name in the configuration
     * @param asp state of the process at the other end of the association: {@code down}, {@code inactive}, {@code active}
     * @param state of the application server over all its associations: {@code down}, {@code inactive}, {@code active},
     *     {@code pending}
     */
    public record ApplicationServerStatus(String name, String asp, String state) {}
}
