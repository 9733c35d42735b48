package org.eir.admin.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.eir.admin.TestNode;
import org.eir.admin.TestNode.Answer;
import org.eir.core.audit.Finding;
import org.eir.core.audit.LogStatus;
import org.eir.core.audit.MerkleProof;
import org.eir.core.change.ChangeEncoding;
import org.eir.core.change.MerkleRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProofsTest {
    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void theSignedHeadAndTheKeyAreText() {
        assertThat(node.get("/api/v1/audit/checkpoint").problem()).isEqualTo("not-found");
        node.log.add(ChangeEncoding.apiKeyRevoked(1));
        String note = node.log.sign();

        assertThat(node.get("/api/v1/audit/checkpoint").raw().body())
                .isEqualTo(note)
                .startsWith("example.org/eir\n1\n");
        assertThat(node.get("/api/v1/audit/key").raw().body())
                .isEqualTo(node.log.signer.key().text() + "\n");
    }

    @Test
    void aChangeAndOneOfItsRowsAreProvenToWhoeverHasTheSignedHead() {
        node.log.add(ChangeEncoding.apiKeyRevoked(1));
        node.log.add(ChangeEncoding.apiKeyRevoked(2), ChangeEncoding.apiKeyRevoked(3), ChangeEncoding.apiKeyRevoked(4));
        node.log.add(ChangeEncoding.apiKeyRevoked(5));
        String note = node.log.sign();
        node.log.add(ChangeEncoding.apiKeyRevoked(6));

        JsonNode proof = node.get("/api/v1/audit/proof?revision=2&row=3").body();

        assertThat(proof.path("checkpoint").asText()).isEqualTo(note);
        assertThat(proof.path("size").asLong()).isEqualTo(3);
        byte[] leaf = octets(proof.path("leaf"));
        assertThat(MerkleProof.includes(
                        MerkleRoot.leafHash(leaf), 1, 3, path(proof.path("path")), octets(proof.path("root"))))
                .isTrue();
        JsonNode row = proof.path("row");
        byte[] rowsRoot = Arrays.copyOfRange(leaf, leaf.length - 64, leaf.length - 32);
        assertThat(MerkleProof.includes(
                        MerkleRoot.leafHash(octets(row.path("canonical"))), 2, 3, path(row.path("path")), rowsRoot))
                .isTrue();
    }

    @Test
    void aTreeOfAnySizeCanBeNamed() {
        node.log.add(ChangeEncoding.apiKeyRevoked(1));
        node.log.add(ChangeEncoding.apiKeyRevoked(2));

        assertThat(node.get("/api/v1/audit/proof?revision=1").problem()).isEqualTo("not-found");
        Answer named = node.get("/api/v1/audit/proof?revision=1&size=2");
        assertThat(named.status()).isEqualTo(200);
        assertThat(named.body().path("checkpoint").isNull()).isTrue();
        assertThat(node.get("/api/v1/audit/proof?revision=2&size=1").problem()).isEqualTo("not-found");
        assertThat(node.get("/api/v1/audit/proof?revision=1&size=2&row=2").problem())
                .isEqualTo("not-found");
        assertThat(node.get("/api/v1/audit/proof").text("/errors/0/parameter")).isEqualTo("revision");
    }

    @Test
    void theLogIsProvenToHaveOnlyGrown() {
        for (int i = 0; i < 5; i++) {
            node.log.add(ChangeEncoding.apiKeyRevoked(i));
        }

        JsonNode proof = node.get("/api/v1/audit/consistency?from=3&to=5").body();

        assertThat(MerkleProof.isConsistent(
                        3, octets(proof.path("fromRoot")), 5, octets(proof.path("toRoot")), path(proof.path("path"))))
                .isTrue();
        assertThat(node.get("/api/v1/audit/consistency?from=3&to=6").text("/errors/0/rule"))
                .isEqualTo("has to be at most 5, the last revision");
        assertThat(node.get("/api/v1/audit/consistency?from=5&to=4").text("/errors/0/parameter"))
                .isEqualTo("from");
    }

    @Test
    void whileTheLogDoesNotFitChecksAndReadsGoOnAndNoChangeIsMade() {
        node.added("black", "490154203237518", "stolen");
        node.log.status = new LogStatus(
                LogStatus.State.INCONSISTENT,
                7,
                new Finding(Finding.Kind.LEAF_CHANGED, 7, 0, "is not what was hashed"));

        Answer refused = node.post(
                "/api/v1/entries", "{\"list\":\"black\",\"identity\":\"356938035643809\",\"reason\":\"stolen\"}");

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.problem()).isEqualTo("log-inconsistent");
        assertThat(refused.text("/detail")).startsWith("leaf-changed: revision 7: is not what was hashed");
        assertThat(node.post("/api/v1/subscribers/devices", "{\"imsi\":\"262011234567890\"}")
                        .status())
                .isEqualTo(503);
        assertThat(node.verdict("490154203237518")).isEqualTo("prohibited");
        assertThat(node.verdict("356938035643809")).isEqualTo("unknown");
        assertThat(node.get("/api/v1/status").text("/log/state")).isEqualTo("inconsistent");
        assertThat(node.get("/api/v1/status").text("/log/problem")).startsWith("leaf-changed");
    }

    @Test
    void beforeTheLogIsCheckedAChangeIsToComeBack() {
        node.log.status = new LogStatus(LogStatus.State.CHECKING, 0, null);

        Answer refused = node.post(
                "/api/v1/entries", "{\"list\":\"black\",\"identity\":\"356938035643809\",\"reason\":\"stolen\"}");

        assertThat(refused.problem()).isEqualTo("log-unchecked");
        assertThat(refused.header("retry-after")).isNotEmpty();
    }

    private static List<byte[]> path(JsonNode hashes) {
        List<byte[]> path = new ArrayList<>();
        hashes.forEach(hash -> path.add(octets(hash)));
        return path;
    }

    private static byte[] octets(JsonNode hex) {
        return HexFormat.of().parseHex(hex.asText());
    }
}
