package org.eir.map.tcap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BerWriterTest {
    @ParameterizedTest
    @CsvSource({"0, 2", "127, 2", "128, 3", "255, 3", "256, 4", "65535, 4", "65536, 5"})
    void aLengthTakesAsManyOctetsAsItNeeds(int size, int headerLength) {
        byte[] content = new byte[size];
        Arrays.fill(content, (byte) 7);
        byte[] written = new BerWriter().element(Tag.OCTET_STRING, content).octets();

        assertThat(written).hasSize(headerLength + size);
        BerCursor read = new BerCursor(written, 0, written.length);
        assertThat(read.next(Tag.OCTET_STRING)).isTrue();
        assertThat(read.holds(content)).isTrue();
    }

    @Test
    void longElementsNest() {
        BerWriter writer = new BerWriter();
        int outer = writer.begin(Tag.SEQUENCE);
        writer.octet(Tag.INTEGER, -1).element(Tag.OCTET_STRING, new byte[200]).octet(Tag.ENUMERATED, 2);
        byte[] written = writer.end(outer).octets();

        BerCursor read = new BerCursor(written, 0, written.length);
        assertThat(read.enter(Tag.SEQUENCE)).isTrue();
        assertThat(read.next(Tag.INTEGER)).isTrue();
        assertThat(read.octet(0)).isEqualTo(255);
        assertThat(read.next(Tag.OCTET_STRING)).isTrue();
        assertThat(read.contentLength()).isEqualTo(200);
        assertThat(read.next(Tag.ENUMERATED)).isTrue();
        assertThat(read.next()).isFalse();
        assertThat(read.isBroken()).isFalse();
    }

    @Test
    void knowsWhetherAnythingWasWritten() {
        BerWriter writer = new BerWriter();
        int start = writer.begin(Tag.COMPONENT_PORTION);
        assertThat(writer.isEmptySince(start)).isTrue();
        assertThat(writer.raw(new byte[] {5, 0}).isEmptySince(start)).isFalse();
    }
}
