package org.eir.map.tcap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** X.690 clause 8.1. */
class BerCursorTest {
    private static BerCursor over(String hex) {
        byte[] octets = HexFormat.of().parseHex(hex.replace(" ", ""));
        return new BerCursor(octets, 0, octets.length);
    }

    @Test
    void stepsFromElementToElement() {
        BerCursor elements = over("020105 0400 0a0102");

        assertThat(elements.next()).isTrue();
        assertThat(elements.tag()).isEqualTo(Tag.INTEGER);
        assertThat(elements.octet(0)).isEqualTo(5);
        assertThat(elements.next(Tag.OCTET_STRING)).isTrue();
        assertThat(elements.contentLength()).isZero();
        assertThat(elements.next(Tag.INTEGER)).as("it is another").isFalse();
        assertThat(elements.tag()).isEqualTo(Tag.ENUMERATED);
        assertThat(elements.next()).isFalse();
        assertThat(elements.isBroken()).isFalse();
    }

    @Test
    void readsBetweenItsOffsetsOnly() {
        byte[] octets = HexFormat.of().parseHex("ffff020105ffff");
        BerCursor elements = new BerCursor(octets, 2, 5);
        assertThat(elements.next()).isTrue();
        assertThat(elements.octet(0)).isEqualTo(5);
        assertThat(elements.next()).isFalse();
        assertThat(elements.isBroken()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "04 03 010203",
                "04 81 03 010203",
                "04 84 00000003 010203",
                "04 86 000000000003 010203",
                "24 80 040103 0000",
            })
    void readsALengthHoweverItIsWritten(String hex) {
        BerCursor elements = over(hex);
        assertThat(elements.next()).isTrue();
        assertThat(elements.contentLength()).isEqualTo(3);
        assertThat(elements.octet(2)).isEqualTo(3);
        assertThat(elements.next()).isFalse();
        assertThat(elements.isBroken()).isFalse();
    }

    @Test
    void anIndefiniteLengthEndsWhereItsOwnEndIs() {
        BerCursor elements = over("a180 3080 04020000 0000 0500 0000 020107");
        assertThat(elements.next(Tag.INVOKE)).isTrue();
        BerCursor inside = elements.inside();
        assertThat(inside.next(Tag.SEQUENCE)).isTrue();
        assertThat(inside.inside().next(Tag.OCTET_STRING)).isTrue();
        assertThat(inside.next(Tag.NULL)).isTrue();
        assertThat(inside.next()).isFalse();
        assertThat(elements.next(Tag.INTEGER)).isTrue();
        assertThat(elements.octet(0)).isEqualTo(7);
    }

    @Test
    void entersAnElementAndLeavesTheRestBehind() {
        BerCursor elements = over("3003 020105 0500");
        assertThat(elements.enter(Tag.SEQUENCE)).isTrue();
        assertThat(elements.next(Tag.INTEGER)).isTrue();
        assertThat(elements.next()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"9f20 00, 40736", "9f8120 00, 10453280", "1f1f 00, 7967"})
    void readsTagsOfSeveralOctets(String hex, int tag) {
        BerCursor elements = over(hex);
        assertThat(elements.next()).isTrue();
        assertThat(elements.tag()).isEqualTo(tag);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "04",
                "04 02 01",
                "04 81",
                "04 82 01",
                "04 84 ffffffff",
                "a1 84 ffffffff 0000",
                "04 84 ffffff00 01",
                "04 84 80000001 01",
                "04 ff 01",
                "04 80 0000",
                "a1 80 00",
                "a1 80 0401",
                "a1 80 3080 0000",
                "a1 80 0480 0000 0000",
                "9f",
                "9f81",
                "9f81818100",
            })
    void stopsAtWhatCannotBeTrue(String hex) {
        BerCursor elements = over(hex);
        assertThat(elements.next()).isFalse();
        assertThat(elements.isBroken()).isTrue();
        assertThat(elements.contentEnd())
                .isLessThanOrEqualTo(hex.replace(" ", "").length() / 2);
        assertThat(elements.next()).as("for good").isFalse();
    }

    @Test
    void whatIsLongerThanItsPlaceCanBeReadAsFarAsItGoes() {
        BerCursor elements = over("a17f 020105");
        assertThat(elements.next()).isFalse();
        assertThat(elements.tag()).isEqualTo(Tag.INVOKE);
        assertThat(elements.inside().next(Tag.INTEGER)).isTrue();
    }

    @Test
    void depthHasALimit() {
        assertThat(over("3080".repeat(BerCursor.MAX_DEPTH) + "0000".repeat(BerCursor.MAX_DEPTH))
                        .next())
                .isTrue();
        int tooDeep = BerCursor.MAX_DEPTH + 1;
        assertThat(over("3080".repeat(tooDeep) + "0000".repeat(tooDeep)).next()).isFalse();
    }
}
