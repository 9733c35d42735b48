package org.eir.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipPackingTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 1_000_000})
    void whatIsPackedOnTheWayIsWhatGzipUnpacks(int length) throws IOException {
        byte[] plain = new byte[length];
        new Random(length).nextBytes(plain);

        try (var packed = GzipPacking.of(new ByteArrayInputStream(plain));
                var unpacked = new GZIPInputStream(packed)) {
            assertThat(unpacked.readAllBytes()).isEqualTo(plain);
        }
    }
}
