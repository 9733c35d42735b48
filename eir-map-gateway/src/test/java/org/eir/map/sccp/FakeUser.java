package org.eir.map.sccp;

import java.util.ArrayList;
import java.util.List;
import org.eir.map.check.Asker;
import org.jspecify.annotations.Nullable;

/** Remembers what it was asked and answers what it was told to. */
final class FakeUser implements TcapUser {
    static final byte[] REFUSAL = {'n', 'o'};

    final List<byte[]> asked = new ArrayList<>();
    final List<byte[]> refused = new ArrayList<>();
    final List<Asker> askers = new ArrayList<>();
    byte @Nullable [] answer = {'o', 'k'};

    @Nullable
    RuntimeException failure;

    @Override
    public byte @Nullable [] answer(byte[] message, Asker asker) {
        if (failure != null) {
            throw failure;
        }
        asked.add(message);
        askers.add(asker);
        return answer;
    }

    @Override
    public byte @Nullable [] refuse(byte[] message, Asker asker) {
        refused.add(message);
        askers.add(asker);
        return REFUSAL;
    }
}
