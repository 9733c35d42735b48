package org.eir.core.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tree of RFC 6962 section 2.1, with the leaves and roots that Certificate Transparency is tested with. */
class MerkleRootTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    @ParameterizedTest
    @CsvSource({
        "0, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "2, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "3, aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "4, d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "5, 4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "6, 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "7, ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "8, 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    })
    void theRootOverSoManyLeavesIsThis(int leaves, String root) {
        MerkleRoot tree = new MerkleRoot();
        LEAVES.subList(0, leaves).forEach(leaf -> tree.add(HEX.parseHex(leaf)));
        assertThat(HEX.formatHex(tree.root())).isEqualTo(root);
        assertThat(tree.leaves()).isEqualTo(leaves);
    }

    @Test
    void askingForTheRootInBetweenChangesNothing() {
        MerkleRoot tree = new MerkleRoot();
        for (String leaf : LEAVES) {
            tree.root();
            tree.add(HEX.parseHex(leaf));
        }
        assertThat(HEX.formatHex(tree.root()))
                .isEqualTo("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
    }

    @Test
    void aLeafMayBeGivenByItsHash() {
        MerkleRoot byContent = new MerkleRoot();
        MerkleRoot byHash = new MerkleRoot();
        for (String leaf : LEAVES) {
            byContent.add(HEX.parseHex(leaf));
            byHash.addHash(MerkleRoot.leafHash(HEX.parseHex(leaf)));
        }
        assertThat(byHash.root()).isEqualTo(byContent.root());
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 100, 1000, 1023, 1024, 1025})
    void anyNumberOfLeavesAgreesWithTheDefinition(int count) {
        MerkleRoot tree = new MerkleRoot();
        List<byte[]> leaves = IntStream.range(0, count)
                .mapToObj(i -> new byte[] {(byte) (i >> 8), (byte) i})
                .toList();
        leaves.forEach(tree::add);
        assertThat(tree.root()).isEqualTo(asDefined(leaves));
    }

    /** MTH of RFC 6962 section 2.1, word for word: split at the largest power of two below the number of leaves. */
    private static byte[] asDefined(List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return MerkleRoot.leafHash(leaves.getFirst());
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        MessageDigest digest = Sha256.digest();
        digest.update((byte) 1);
        digest.update(asDefined(leaves.subList(0, split)));
        return digest.digest(asDefined(leaves.subList(split, leaves.size())));
    }
}
