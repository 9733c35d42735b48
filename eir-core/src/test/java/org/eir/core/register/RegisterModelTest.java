package org.eir.core.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.identity.Tac;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Match;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.eir.core.register.NaiveRegister.Entry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plays random changes against register and {@link NaiveRegister} and compares their answers: one seed that is always
 * the same and one that never is. A failure names its seed; {@code -Deir.test.seed=…} plays it again.
 */
class RegisterModelTest {
    private static final int CHANGES = 100_000;
    private static final int MAX_BATCH = 250;
    private static final int LOOKUPS = 150;
    private static final int FEW_ENTRIES = 600;
    private static final int[] TACS = {0, 1, 35_693_803, 35_693_804, 86_891_803, 99_999_999};
    private static final String[] SCOPES = {"", "", "operator-a", "operator-b"};
    private static final String[] SOURCES = {"operator-a", "operator-b", "police"};

    static List<Long> seeds() {
        Long given = Long.getLong("eir.test.seed");
        return given != null ? List.of(given) : List.of(20_261_123L, new Random().nextLong());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theRegisterAnswersAsTheNaiveModelDoes(long seed) {
        new Game(seed).play();
    }

    /** An answer remembered, to see later that the view it came from still gives it. */
    private record Remembered(RegisterView view, Imei imei, String organisation, Match match) {}

    private static final class Game {
        private final long seed;
        private final Random random;
        private final Register register = new Register(Integer.MAX_VALUE);
        private final NaiveRegister model = new NaiveRegister();
        private final List<Remembered> remembered = new ArrayList<>();
        private Instant now = Instant.parse("2026-11-23T12:00:00Z");
        private long revision;

        Game(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
        }

        void play() {
            for (int changes = 0; changes < CHANGES; ) {
                int batch = 1 + random.nextInt(MAX_BATCH);
                publish(batch);
                changes += batch;
                compare();
                now = now.plus(Duration.ofMinutes(random.nextInt(300)));
                register.advance(now);
                compare();
            }
            for (Remembered answer : remembered) {
                assertThat(answer.view().lookup(answer.imei(), answer.organisation()))
                        .as(where(answer.imei()))
                        .isEqualTo(answer.match());
            }
        }

        private void publish(int changes) {
            Set<ScopedIdentity> touched = new HashSet<>();
            for (int i = 0; i < changes; i++) {
                touched.add(change());
            }
            RegisterUpdate update = new RegisterUpdate(++revision, now);
            touched.forEach(key -> update.put(key.scope(), key.identity(), model.facets(key)));
            register.publish(update, now);
        }

        /** Makes one change in the model and returns the identity it touches. */
        private ScopedIdentity change() {
            boolean withdraw = random.nextInt(FEW_ENTRIES * 2) < model.size();
            if (withdraw) {
                Entry entry = model.get(random.nextInt(model.size()));
                model.withdraw(entry);
                return entry.key();
            }
            Entry entry = new Entry(
                    SOURCES[random.nextInt(SOURCES.length)],
                    SCOPES[random.nextInt(SCOPES.length)],
                    identity(),
                    EquipmentList.values()[random.nextInt(EquipmentList.values().length)],
                    Reason.values()[random.nextInt(Reason.values().length)],
                    random.nextInt(8) == 0,
                    validity());
            model.add(entry);
            return entry.key();
        }

        private ImeiRange identity() {
            long tac = (long) TACS[random.nextInt(TACS.length)] * Tac.SERIALS;
            int one = serial();
            int other = serial();
            return switch (random.nextInt(20)) {
                case 0 -> new ImeiRange(tac, tac + Tac.SERIALS - 1);
                case 1, 2, 3, 4, 5, 6, 7 -> new ImeiRange(tac + Math.min(one, other), tac + Math.max(one, other));
                default -> new ImeiRange(tac + one, tac + one);
            };
        }

        /** Few different ones, at both ends and in the middle, so that entries meet. */
        private int serial() {
            int offset = random.nextInt(16);
            return switch (random.nextInt(3)) {
                case 0 -> offset;
                case 1 -> 500_000 + offset;
                default -> Tac.SERIALS - 1 - offset;
            };
        }

        private Validity validity() {
            Instant from = now.plus(Duration.ofMinutes(random.nextInt(6000) - 3000));
            Instant until = from.plus(Duration.ofMinutes(1 + random.nextInt(6000)));
            return switch (random.nextInt(10)) {
                case 0 -> new Validity(from, null);
                case 1 -> new Validity(null, until);
                case 2, 3 -> new Validity(from, until);
                default -> Validity.ALWAYS;
            };
        }

        private void compare() {
            RegisterView view = register.view();
            for (int i = 0; i < LOOKUPS; i++) {
                Imei imei = new Imei((long) TACS[random.nextInt(TACS.length)] * Tac.SERIALS + serial());
                String organisation = SCOPES[random.nextInt(SCOPES.length)];
                Match match = view.lookup(imei, organisation);
                assertThat(described(match))
                        .as(where(imei) + " for '" + organisation + "'")
                        .isEqualTo(model.deciding(imei, organisation, now)
                                .map(Game::described)
                                .orElse("nothing"));
                if (random.nextInt(1000) == 0) {
                    remembered.add(new Remembered(view, imei, organisation, match));
                }
            }
            Set<ScopedIdentity> listed = model.identitiesAt(now);
            assertThat(view.table().identities() + view.local().identities())
                    .as("identities; seed %d", seed)
                    .isEqualTo(listed.size());
            assertThat(view.table().tacs())
                    .as("TACs; seed %d", seed)
                    .isEqualTo(listed.stream()
                            .filter(key -> key.scope().isEmpty())
                            .map(key -> key.identity().tac())
                            .collect(Collectors.toSet())
                            .size());
            assertThat(register.datedIdentities())
                    .as("dated identities; seed %d", seed)
                    .isEqualTo(model.identitiesThatWaitForADate(now).size());
        }

        private String where(Imei imei) {
            return "IMEI " + imei.text() + " at revision " + revision + ", " + now + "; seed " + seed;
        }

        private static String described(Match match) {
            return match.isListed() ? match.list() + " " + match.level() + " " + match.reason() : "nothing";
        }

        private static String described(Entry entry) {
            return entry.list() + " " + entry.identity().level() + " " + entry.reason();
        }
    }
}
