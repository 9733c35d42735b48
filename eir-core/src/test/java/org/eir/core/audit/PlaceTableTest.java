package org.eir.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlaceTableTest {

    /** Keys that share their first slots, among them 0, which an empty slot looks like. */
    @Test
    void itHoldsWhatAMapHoldsWhateverIsPutAndRemoved() {
        Random random = new Random(1);
        PlaceTable table = new PlaceTable();
        Map<Long, Long> expected = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            long key = (long) random.nextInt(3_000) << 20 | random.nextInt(2) * 5L;
            if (key == 0 || random.nextInt(3) > 0) {
                table.put(key, i, i + 1);
                expected.put(key, (long) i);
            } else if (expected.remove(key) != null) {
                table.remove(table.find(key));
            }
        }
        assertThat(table.size()).isEqualTo(expected.size());
        expected.forEach((key, value) -> {
            int slot = table.find(key);
            assertThat(slot).isNotNegative();
            assertThat(table.value(slot)).isEqualTo(value);
            assertThat(table.place(slot)).isEqualTo(value + 1);
        });
        assertThat(table.firstPlace())
                .isEqualTo(expected.values().stream()
                        .mapToLong(value -> value + 1)
                        .min()
                        .orElseThrow());
    }
}
