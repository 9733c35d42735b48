package org.eir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.eir.core.identity.Imei;
import org.eir.core.identity.Tac;
import org.junit.jupiter.api.Test;

class DevicesTest {
    private static final int MANY = 200_000;

    @Test
    void aSeedAlwaysMakesTheSameDevices() {
        assertThat(first(1000, 7)).isEqualTo(first(1000, 7));
        assertThat(first(1000, 8)).isNotEqualTo(first(1000, 7));
    }

    @Test
    void theFirstDevicesOfASeedAreTheseForEver() {
        assertThat(first(3, 1))
                .extracting(Imei::text)
                .containsExactly("35224099938600", "35575115687466", "91787764254418");
    }

    @Test
    void noDeviceIsMadeTwice() {
        assertThat(new HashSet<>(first(MANY, 1))).hasSize(MANY);
    }

    @Test
    void aFewModelsArePopularAndManyAreNot() {
        Map<Tac, Integer> phones = new HashMap<>();
        first(MANY, 1).forEach(imei -> phones.merge(imei.tac(), 1, Integer::sum));
        assertThat(Collections.max(phones.values())).isBetween(MANY / 120, MANY / 80);
        assertThat(phones.size()).isBetween(20_000, Devices.MODELS);
    }

    @Test
    void theSameModelsArePopularWhateverTheSeed() {
        assertThat(mostPopular(1)).isEqualTo(mostPopular(2));
    }

    @Test
    void theirTacsAreOfTheReportingBodiesThatAllocateMost() {
        Set<Integer> bodies = new HashSet<>();
        first(MANY, 1).forEach(imei -> bodies.add(imei.tac().digits() / 1_000_000));
        assertThat(bodies).containsExactlyInAnyOrder(35, 86, 1, 91, 99);
    }

    @Test
    void aShuffleIsAPermutation() {
        boolean[] seen = new boolean[Shuffle.SIZE];
        for (int number = 0; number < Shuffle.SIZE; number++) {
            seen[Shuffle.of(number, 42)] = true;
        }
        assertThat(seen).doesNotContain(false);
    }

    private static Tac mostPopular(long seed) {
        Map<Tac, Integer> phones = new HashMap<>();
        first(MANY, seed).forEach(imei -> phones.merge(imei.tac(), 1, Integer::sum));
        return Collections.max(phones.entrySet(), Map.Entry.comparingByValue()).getKey();
    }

    private static List<Imei> first(int count, long seed) {
        return Stream.generate(new Devices(seed)::next).limit(count).toList();
    }
}
