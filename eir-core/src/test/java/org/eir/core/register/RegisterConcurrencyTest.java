package org.eir.core.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eir.core.check.Policy;
import org.eir.core.check.Verdict;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.identity.Tac;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Listing;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.junit.jupiter.api.Test;

/** Readers while a writer turns a thousand identities over at once: all of a change set or nothing of it. */
class RegisterConcurrencyTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final int READERS = 3;
    private static final int REVISIONS = 1000;
    private static final List<ImeiRange> IDENTITIES = identities();

    private final Register register = new Register(0);

    @Test
    void noReaderEverSeesHalfOfAChangeSet() throws Exception {
        publish(1);
        List<Future<Integer>> readers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(READERS)) {
            for (int i = 0; i < READERS; i++) {
                readers.add(threads.submit(this::readUntilTheLastRevision));
            }
            for (int revision = 2; revision <= REVISIONS; revision++) {
                publish(revision);
            }
        }
        assertThat(readers).allSatisfy(reader -> assertThat(viewsRead(reader)).isPositive());
    }

    /** Odd revisions list every identity black, even ones grey. */
    private void publish(long revision) {
        RegisterUpdate update = new RegisterUpdate(revision, NOW);
        Facet facet = new Facet(listing(revision), Validity.ALWAYS);
        IDENTITIES.forEach(identity -> update.put(identity, List.of(facet)));
        update.policy(new Policy(revision, Verdict.UNKNOWN, Verdict.UNKNOWN, Verdict.UNKNOWN));
        register.publish(update, NOW);
    }

    private int readUntilTheLastRevision() {
        int views = 0;
        long revision = 0;
        while (revision < REVISIONS) {
            RegisterView view = register.view();
            assertThat(view.revision()).isGreaterThanOrEqualTo(revision);
            revision = view.revision();
            assertThat(view.policy().version()).isEqualTo(revision);
            for (ImeiRange identity : IDENTITIES) {
                if (view.lookup(new Imei(identity.from())).listing() != listing(revision)) {
                    throw new AssertionError(identity.text() + " is not as revision " + revision + " made it");
                }
            }
            views++;
        }
        return views;
    }

    private static int viewsRead(Future<Integer> reader) {
        try {
            return reader.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("a reader saw what was never there", e);
        }
    }

    private static int listing(long revision) {
        return Listing.of(revision % 2 == 1 ? EquipmentList.BLACK : EquipmentList.GREY, Reason.STOLEN, false);
    }

    /** Single IMEIs, ranges and TACs, none of which covers another. */
    private static List<ImeiRange> identities() {
        List<ImeiRange> identities = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            Tac tac = new Tac(35_000_000 + i / 3 * 1_001);
            long first = ImeiRange.of(tac).from();
            identities.add(
                    switch (i % 3) {
                        case 0 -> new ImeiRange(first + 500_000, first + 500_000);
                        case 1 -> new ImeiRange(first, first + 999);
                        default -> ImeiRange.of(new Tac(86_000_000 + i));
                    });
        }
        return identities;
    }
}
