package org.eir.core.check;

/**
 * The network element that asked, as the message itself says, not the relay that brought it.
 *
 * @param host S13: Origin-Host. MAP: calling global title or point code
 * @param realm S13: Origin-Realm. MAP: the association's network
 */
public record Origin(String host, String realm) {
    /** A person at the admin API. */
    public static final Origin STAFF = new Origin("staff", "staff");
}
