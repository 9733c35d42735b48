package org.eir.admin;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eir.core.access.AnsweredCalls;
import org.jspecify.annotations.Nullable;

/** Remembers calls; forgets none. */
public final class InMemoryAnsweredCalls implements AnsweredCalls {
    private record Row(byte[] request, byte @Nullable [] answer) {}

    private final Map<ByteBuffer, Row> rows = new ConcurrentHashMap<>();
    private volatile boolean endless;

    /** From now on every call stays under way. */
    public void endNone() {
        endless = true;
    }

    /** Everything that is kept, for who looks for what must not be in it. */
    public byte[] kept() {
        ByteBuffer all = ByteBuffer.allocate(1 << 20);
        rows.forEach((key, row) -> {
            all.put(key.duplicate()).put(row.request());
            if (row.answer() != null) {
                all.put(row.answer());
            }
        });
        return Arrays.copyOf(all.array(), all.position());
    }

    @Override
    public Claim claim(byte[] caller, byte[] key, byte[] request) {
        Row before = rows.putIfAbsent(ByteBuffer.wrap(key), new Row(request, null));
        if (before == null) {
            return new Claim.Fresh();
        }
        if (!Arrays.equals(before.request(), request)) {
            return new Claim.OtherRequest();
        }
        return before.answer() == null ? new Claim.UnderWay() : new Claim.Answered(before.answer());
    }

    @Override
    public void answered(byte[] key, byte[] answer) {
        if (!endless) {
            rows.computeIfPresent(ByteBuffer.wrap(key), (same, row) -> new Row(row.request(), answer));
        }
    }

    @Override
    public void release(byte[] key) {
        rows.remove(ByteBuffer.wrap(key));
    }

    @Override
    public int forget(byte[] caller) {
        return 0;
    }
}
