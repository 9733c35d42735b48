package org.eir.store;

import java.util.Arrays;
import java.util.Optional;
import org.eir.core.access.AnsweredCalls;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Calls with an idempotency key, of all nodes. Safe for any number of threads. */
public final class PostgresAnsweredCalls implements AnsweredCalls {
    private final Database database;

    private record Row(byte[] request, byte @Nullable [] answer) {}

    public PostgresAnsweredCalls(Database database) {
        this.database = database;
    }

    @Override
    public Claim claim(byte[] caller, byte[] key, byte[] request) {
        return database.inTransaction(handle -> take(handle, caller, key, request)
                ? new Claim.Fresh()
                : find(handle, key).map(row -> claim(row, request)).orElseGet(Claim.UnderWay::new));
    }

    private static Claim claim(Row row, byte[] request) {
        if (!Arrays.equals(row.request(), request)) {
            return new Claim.OtherRequest();
        }
        return row.answer() == null ? new Claim.UnderWay() : new Claim.Answered(row.answer());
    }

    /** A key is free if it is unknown, too old, or left behind by a node that died. */
    private static boolean take(Handle handle, byte[] caller, byte[] key, byte[] request) {
        return handle.createUpdate("""
                                INSERT INTO answered_call AS c (key, caller, request) VALUES (:key, :caller, :request)
                                ON CONFLICT (key) DO UPDATE
                                    SET request = excluded.request, answer = NULL, taken = clock_timestamp()
                                    WHERE c.taken < clock_timestamp() - :kept * interval '1 second'
                                       OR (c.answer IS NULL AND c.taken < clock_timestamp() - :lease * interval '1 second')""")
                        .bind("key", key)
                        .bind("caller", caller)
                        .bind("request", request)
                        .bind("kept", KEPT.toSeconds())
                        .bind("lease", LEASE.toSeconds())
                        .execute()
                == 1;
    }

    private static Optional<Row> find(Handle handle, byte[] key) {
        return handle.createQuery("SELECT request, answer FROM answered_call WHERE key = :key")
                .bind("key", key)
                .map((row, context) -> new Row(row.getBytes("request"), row.getBytes("answer")))
                .findOne();
    }

    @Override
    public void answered(byte[] key, byte[] answer) {
        database.inTransaction(
                handle -> handle.createUpdate("UPDATE answered_call SET answer = :answer WHERE key = :key")
                        .bind("key", key)
                        .bind("answer", answer)
                        .execute());
    }

    @Override
    public void release(byte[] key) {
        database.inTransaction(
                handle -> handle.createUpdate("DELETE FROM answered_call WHERE key = :key AND answer IS NULL")
                        .bind("key", key)
                        .execute());
    }

    @Override
    public int forget(byte[] caller) {
        return database.inTransaction(handle -> {
            handle.createUpdate(
                            "DELETE FROM answered_call WHERE taken < clock_timestamp() - :kept * interval '1 second'")
                    .bind("kept", KEPT.toSeconds())
                    .execute();
            return handle.createUpdate("""
                            DELETE FROM answered_call WHERE caller = :caller AND answer IS NOT NULL AND taken <=
                                (SELECT taken FROM answered_call WHERE caller = :caller ORDER BY taken DESC OFFSET :most LIMIT 1)""")
                    .bind("caller", caller)
                    .bind("most", MAX_PER_CALLER)
                    .execute();
        });
    }
}
