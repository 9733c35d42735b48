package org.eir.bench.node;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.eir.core.identity.Imei;
import org.eir.s13.client.IdentityCheckRequest;
import org.eir.s13.client.S13Client;

/** What a network is told: an MME that asks a node of this machine. */
record Mme(S13Client client, String host) implements AutoCloseable {
    /** A register keeps one connection with each host, so each MME is another one. */
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static final int TIMEOUT_MS = 10_000;
    private static final int PROHIBITED = 1;

    static Mme connect(int port) throws IOException {
        String host = "mme-" + NUMBER.incrementAndGet() + ".bench.example.org";
        S13Client client = S13Client.connect("127.0.0.1", port, host, NodeServer.REALM, TIMEOUT_MS);
        client.exchangeCapabilities();
        return new Mme(client, host);
    }

    boolean isProhibited(Imei imei) throws IOException {
        IdentityCheckRequest request = new IdentityCheckRequest(
                host, NodeServer.REALM, NodeServer.HOST, NodeServer.REALM, imei.text(), "01", "001011234567890");
        return client.check(request).equipmentStatus().orElse(-1) == PROHIBITED;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
