package org.eir.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import org.eir.core.access.ApiKey;
import org.eir.core.access.Role;
import org.junit.jupiter.api.Test;

class KeyIndexTest {
    private static final byte[] SECRET = {1};
    private static final ApiKey KEY = new ApiKey(
            7,
            new ApiKey.Facts("billing", Set.of(Role.VIEWER), "op-a", Instant.MAX),
            Instant.EPOCH,
            "clerk",
            null,
            null);

    private final KeyIndex index = new KeyIndex();

    private static KeyIndex.Loading withKey() {
        KeyIndex.Loading loading = new KeyIndex.Loading();
        loading.add(SECRET, KEY);
        return loading;
    }

    @Test
    void aSnapshotFromBeforeARevocationDoesNotBringTheKeyBack() {
        index.replace(withKey(), 5);
        index.remove(7, 6);

        index.replace(withKey(), 5);

        assertThat(index.find(SECRET)).isEmpty();
    }

    @Test
    void aSnapshotFromBeforeAKeyWasMadeDoesNotTakeItAway() {
        index.add(SECRET, KEY, 6);

        index.replace(new KeyIndex.Loading(), 5);

        assertThat(index.find(SECRET)).contains(KEY);
    }

    @Test
    void aSnapshotAsNewAsTheLastChangeCounts() {
        index.add(SECRET, KEY, 6);

        index.replace(new KeyIndex.Loading(), 6);

        assertThat(index.find(SECRET)).isEmpty();
    }
}
