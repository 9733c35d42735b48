package org.eir.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.eir.core.access.AnsweredCalls.Claim;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresAnsweredCallsTest {
    private static final byte[] CALLER = {1};
    private static final byte[] KEY = {2};
    private static final byte[] REQUEST = {3};
    private static final byte[] ANSWER = {4};

    private StoreHarness store;
    private PostgresAnsweredCalls calls;

    @BeforeEach
    void open() throws Exception {
        store = new StoreHarness();
        calls = new PostgresAnsweredCalls(store.database);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    @Test
    void aCallIsFreshThenUnderWayThenAnswered() {
        assertThat(claim()).isEqualTo(new Claim.Fresh());
        assertThat(claim()).isEqualTo(new Claim.UnderWay());
        calls.answered(KEY, ANSWER);
        assertThat(claim())
                .isInstanceOfSatisfying(
                        Claim.Answered.class,
                        before -> assertThat(before.answer()).isEqualTo(ANSWER));
        assertThat(calls.claim(CALLER, KEY, new byte[] {9})).isEqualTo(new Claim.OtherRequest());
    }

    @Test
    void aCallThatCameToNothingMayBeMadeAgainAndAnAnswerStays() {
        claim();
        calls.release(KEY);
        assertThat(claim()).isEqualTo(new Claim.Fresh());
        calls.answered(KEY, ANSWER);
        calls.release(KEY);
        assertThat(claim()).isInstanceOf(Claim.Answered.class);
    }

    @Test
    void ofManyWhoClaimAtOnceOneMakesTheCall() throws Exception {
        try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
            List<Callable<Claim>> claims = IntStream.range(0, 16)
                    .mapToObj(i -> (Callable<Claim>) this::claim)
                    .toList();
            int fresh = 0;
            for (var claim : callers.invokeAll(claims)) {
                fresh += claim.get() instanceof Claim.Fresh ? 1 : 0;
            }
            assertThat(fresh).isEqualTo(1);
        }
    }

    @Test
    void whatADeadNodeLeftBehindIsTakenUpAndAnAnswerIsKeptForADay() throws Exception {
        claim();
        store.asOwner("UPDATE answered_call SET taken = taken - interval '16 minutes'");
        assertThat(claim()).isEqualTo(new Claim.Fresh());

        calls.answered(KEY, ANSWER);
        store.asOwner("UPDATE answered_call SET taken = taken - interval '23 hours'");
        assertThat(claim()).isInstanceOf(Claim.Answered.class);
        store.asOwner("UPDATE answered_call SET taken = taken - interval '2 hours'");
        assertThat(claim()).isEqualTo(new Claim.Fresh());
    }

    @Test
    void whatIsTooOldIsForgottenAndOfTooManyTheOldest() throws Exception {
        store.asOwner("""
                INSERT INTO answered_call (key, caller, request, answer, taken)
                SELECT decode(lpad(to_hex(i), 8, '0'), 'hex'), '\\x01', '', '', clock_timestamp() - i * interval '1 millisecond'
                FROM generate_series(1, 100010) i""");
        store.asOwner("""
                INSERT INTO answered_call (key, caller, request, answer, taken)
                VALUES ('\\x05', '\\x07', '', '', clock_timestamp() - interval '25 hours'),
                       ('\\x06', '\\x07', '', '', clock_timestamp())""");

        assertThat(calls.forget(CALLER)).isEqualTo(10);
        assertThat(calls.claim(new byte[] {7}, new byte[] {5}, REQUEST)).isEqualTo(new Claim.Fresh());
        assertThat(calls.claim(new byte[] {7}, new byte[] {6}, new byte[0])).isInstanceOf(Claim.Answered.class);
    }

    private Claim claim() {
        return calls.claim(CALLER, KEY, REQUEST);
    }
}
