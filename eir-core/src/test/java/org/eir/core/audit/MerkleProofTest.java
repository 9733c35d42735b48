package org.eir.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.eir.core.change.MerkleRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The proofs of RFC 9162 sections 2.1.3 and 2.1.4, with those that Certificate Transparency is tested with. */
class MerkleProofTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final List<byte[]> LEAVES = List.of(
                    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
            .stream()
            .map(HEX::parseHex)
            .map(MerkleRoot::leafHash)
            .toList();

    private static final String A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
    private static final String B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
    private static final String C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";
    private static final String D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
    private static final String E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
    private static final String F = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7";
    private static final String G = "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125";
    private static final String H = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";
    private static final String I = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";

    @ParameterizedTest
    @CsvSource({
        "0, 1,",
        "0, 8, " + A + " " + B + " " + C,
        "5, 8, " + D + " " + E + " " + F,
        "2, 3, " + G,
        "1, 5, " + H + " " + B + " " + D
    })
    void thisIsTheProofThatTheLeafIsInTheTree(long index, long size, String proof) {
        assertThat(hex(MerkleProof.inclusion(index, size, nodes(LEAVES)))).isEqualTo(words(proof));
    }

    @ParameterizedTest
    @CsvSource({"1, 1,", "1, 8, " + A + " " + B + " " + C, "6, 8, " + I + " " + E + " " + F, "2, 5, " + B + " " + D})
    void thisIsTheProofThatTheTreeIsTheBeginningOfTheOther(long from, long to, String proof) {
        assertThat(hex(MerkleProof.consistency(from, to, nodes(LEAVES)))).isEqualTo(words(proof));
    }

    @Test
    void everyProofOfEveryTreeVerifiesAndNoOtherLeafSizeOrRootDoes() {
        List<byte[]> leaves = leaves(70);
        MerkleProof.NodeSource nodes = nodes(leaves);
        for (int size = 1; size <= leaves.size(); size++) {
            byte[] root = root(leaves, size);
            assertThat(MerkleProof.root(size, nodes)).isEqualTo(root);
            for (int index = 0; index < size; index++) {
                List<byte[]> proof = MerkleProof.inclusion(index, size, nodes);
                assertThat(MerkleProof.includes(leaves.get(index), index, size, proof, root))
                        .isTrue();
                assertThat(MerkleProof.includes(leaves.get(index), index + 1, size, proof, root))
                        .isFalse();
                assertThat(MerkleProof.includes(MerkleRoot.leafHash(new byte[] {7}), index, size, proof, root))
                        .isFalse();
                assertThat(MerkleProof.includes(leaves.get(index), index, size, longer(proof), root))
                        .isFalse();
            }
        }
    }

    @Test
    void everyTreeIsShownToBeTheBeginningOfEveryLargerOneAndNoneOfAnother() {
        List<byte[]> leaves = leaves(70);
        List<byte[]> rewritten = new ArrayList<>(leaves);
        rewritten.set(0, MerkleRoot.leafHash(new byte[] {7}));
        for (int from = 1; from <= leaves.size(); from++) {
            for (int to = from; to <= leaves.size(); to++) {
                List<byte[]> proof = MerkleProof.consistency(from, to, nodes(leaves));
                byte[] root = root(leaves, to);
                assertThat(MerkleProof.isConsistent(from, root(leaves, from), to, root, proof))
                        .isTrue();
                assertThat(MerkleProof.isConsistent(from, root(rewritten, from), to, root, proof))
                        .isFalse();
                assertThat(MerkleProof.isConsistent(from, root(leaves, from), to, root(rewritten, to), proof))
                        .isFalse();
                assertThat(MerkleProof.isConsistent(from, root(leaves, from), to, root, longer(proof)))
                        .isFalse();
            }
        }
    }

    @Test
    void aTreeOfSixtyBillionLeavesNeedsOnlyThirtySixHashes() {
        MerkleProof.NodeSource anything = (level, index) -> new byte[32];
        assertThat(MerkleProof.inclusion(59_999_999_999L, 60_000_000_000L, anything))
                .hasSizeLessThanOrEqualTo(36);
    }

    @Test
    void nothingIsProvenOfWhatIsNotThere() {
        MerkleProof.NodeSource nodes = nodes(LEAVES);
        assertThatIllegalArgumentException().isThrownBy(() -> MerkleProof.inclusion(8, 8, nodes));
        assertThatIllegalArgumentException().isThrownBy(() -> MerkleProof.inclusion(-1, 8, nodes));
        assertThatIllegalArgumentException().isThrownBy(() -> MerkleProof.consistency(0, 8, nodes));
        assertThatIllegalArgumentException().isThrownBy(() -> MerkleProof.consistency(8, 7, nodes));
        assertThat(MerkleProof.includes(LEAVES.getFirst(), 1, 1, List.of(), LEAVES.getFirst()))
                .isFalse();
        assertThat(MerkleProof.isConsistent(0, new byte[32], 8, new byte[32], List.of()))
                .isFalse();
    }

    private static List<byte[]> leaves(int count) {
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            leaves.add(MerkleRoot.leafHash(new byte[] {(byte) i, 1}));
        }
        return leaves;
    }

    private static byte[] root(List<byte[]> leaves, int size) {
        MerkleRoot tree = new MerkleRoot();
        leaves.subList(0, size).forEach(tree::addHash);
        return tree.root();
    }

    private static MerkleProof.NodeSource nodes(List<byte[]> leaves) {
        return (level, index) -> {
            MerkleRoot subtree = new MerkleRoot();
            int first = (int) index << level;
            leaves.subList(first, first + (1 << level)).forEach(subtree::addHash);
            return subtree.root();
        };
    }

    private static List<byte[]> longer(List<byte[]> proof) {
        List<byte[]> longer = new ArrayList<>(proof);
        longer.add(new byte[32]);
        return longer;
    }

    private static List<String> hex(List<byte[]> hashes) {
        return hashes.stream().map(HEX::formatHex).toList();
    }

    private static List<String> words(String proof) {
        return proof == null ? List.of() : List.of(proof.split(" "));
    }
}
