package org.eir.core.audit;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eir.core.audit.AuditReport.ErasureTold;
import org.eir.core.audit.AuditTrail.Beside;
import org.eir.core.audit.ChangeRow.Erased;
import org.eir.core.audit.ChangeRow.Erasure;
import org.eir.core.audit.Finding.Kind;
import org.eir.core.change.ChangeKind;
import org.eir.core.change.Commitment;
import org.eir.core.erasure.PersonalField;
import org.jspecify.annotations.Nullable;

/**
 * What is said to have been erased, until the change is read that did it: nothing is missing because somebody says so,
 * only because a change of the log says so.
 */
final class ErasureClaims {
    /** Most that may be open at once; an erasure names every single place, so this is how far one program looks. */
    private static final int MAX_OPEN = 5_000_000;

    private static final int ROW_BITS = 31;

    private final Map<Long, Claim> claims = new HashMap<>();
    /** How many claims wait for a revision. */
    private final Map<Long, Integer> waiting = new HashMap<>();

    private final List<ErasureTold> told = new ArrayList<>();
    private long places;

    /** @param by the last erasure that took something of it */
    private record Claim(long by, Beside left, List<PersonalField> fields) {}

    /**
     * Somebody says that what a commitment is to was erased.
     *
     * @param row 0 for the leaf
     * @param fields what was committed to
     * @return what is wrong with that at once, or null
     */
    @Nullable
    Finding claim(long revision, long row, Beside.Erased said, List<PersonalField> fields) {
        if (said.by() <= revision) {
            return new Finding(
                    Kind.PERSONAL_DATA_MISSING, revision, row, "is said to have been erased before it was recorded");
        }
        if (claims.size() == MAX_OPEN) {
            return new Finding(
                    Kind.INCOMPLETE, revision, row, "more than " + MAX_OPEN + " places are said to have been erased");
        }
        claims.put(place(revision, row), new Claim(said.by(), said.left(), fields));
        waiting.merge(said.by(), 1, Integer::sum);
        return null;
    }

    /**
     * Whether a row stands where it may not: an erasure is a change set of its own kind, of one order and then of what was
     * erased on it.
     *
     * @return why it may not, or null
     */
    static @Nullable String misplaced(ChangeKind kind, long number, ChangeRow row) {
        boolean isErasure = kind == ChangeKind.ERASURE;
        return switch (row) {
            case Erasure order
            when !isErasure || number != 1 -> "is an order to erase, and not the first row of an erasure";
            case Erasure order when order.personal().equals(Commitment.NOTHING) -> "erases without an order";
            case Erased erased when !isErasure || number == 1 -> "erases without an order";
            case Erasure order -> null;
            case Erased erased -> null;
            default -> isErasure ? "is no part of an erasure" : null;
        };
    }

    /** An order to erase; what was erased on it follows. */
    void begin(ChangeLeaf leaf, Beside actor, Erasure erasure, Beside order) {
        if (told.size() < AuditReport.MAX_ERASURES) {
            told.add(new ErasureTold(
                    leaf.revision(),
                    leaf.recordedAt(),
                    erasure.about(),
                    field(order, 0),
                    field(actor, 0),
                    field(actor, 1),
                    erasure.others(),
                    new EnumMap<>(PersonalField.class)));
        }
    }

    /**
     * A row says what was erased.
     *
     * @param revision of the erasure
     * @return what is wrong with it, or null
     */
    @Nullable
    Finding settle(long revision, long row, Erased erased) {
        long place = place(erased.revision(), erased.number());
        String where = "revision " + erased.revision() + (erased.number() == 0 ? "" : ", row " + erased.number());
        if (erased.revision() >= revision) {
            return new Finding(Kind.CHANGE_IMPOSSIBLE, revision, row, "erases what was not recorded yet: " + where);
        }
        Claim claim = claims.get(place);
        if (claim == null) {
            return new Finding(
                    Kind.ERASED_DATA_PRESENT, revision, row, "erases what is still there, or never was: " + where);
        }
        if (erased.fields().getLast() > claim.fields().size()) {
            return new Finding(Kind.CHANGE_IMPOSSIBLE, revision, row, "erases what was never committed to: " + where);
        }
        count(revision, erased, claim);
        if (erased.fields().stream().anyMatch(number -> field(claim.left(), number - 1) != null)) {
            return present(erased);
        }
        return claim.by() == revision ? settled(place, erased, claim) : null;
    }

    /** The last erasure of a place: what it left has to be what is there. */
    private @Nullable Finding settled(long place, Erased erased, Claim claim) {
        claims.remove(place);
        waiting.computeIfPresent(claim.by(), (by, open) -> open == 1 ? null : Integer.valueOf(open - 1));
        Commitment left = erased.left();
        boolean leavesNothing = left.equals(Commitment.NOTHING);
        return switch (claim.left()) {
            case Beside.Withheld() -> leavesNothing ? present(erased) : null;
            case Beside.Erased twice -> changed(erased);
            case Beside.Data(var salt, var fields) -> {
                boolean nothing = fields.stream().allMatch(field -> field == null);
                if (nothing && !leavesNothing) {
                    yield new Finding(
                            Kind.PERSONAL_DATA_MISSING,
                            erased.revision(),
                            erased.number(),
                            "more is missing than revision " + claim.by() + " erased");
                }
                if (nothing && salt.length > 0) {
                    yield present(erased);
                }
                yield new Commitment(salt, left.hash()).holdsFor(fields.toArray(new @Nullable String[0]))
                        ? null
                        : changed(erased);
            }
        };
    }

    private static Finding present(Erased erased) {
        return new Finding(
                Kind.ERASED_DATA_PRESENT, erased.revision(), erased.number(), "what was erased, or its salt, is there");
    }

    private static Finding changed(Erased erased) {
        return new Finding(
                Kind.PERSONAL_DATA_CHANGED,
                erased.revision(),
                erased.number(),
                "what an erasure left is not what is there");
    }

    private void count(long revision, Erased erased, Claim claim) {
        places++;
        if (!told.isEmpty() && told.getLast().revision() == revision) {
            erased.fields()
                    .forEach(number ->
                            told.getLast().fields().merge(claim.fields().get(number - 1), 1L, Long::sum));
        }
    }

    /** A change set is over: the first claim that it was to confirm, and did not. */
    @Nullable
    Finding unconfirmed(long revision) {
        return waiting.containsKey(revision) ? firstOpen(revision, revision) : null;
    }

    /** All was read: the first claim that no change confirmed. */
    @Nullable
    Finding unconfirmed() {
        return claims.isEmpty() ? null : firstOpen(0, Long.MAX_VALUE);
    }

    private Finding firstOpen(long from, long to) {
        Map.Entry<Long, Claim> first = claims.entrySet().stream()
                .filter(open -> open.getValue().by() >= from && open.getValue().by() <= to)
                .min(Map.Entry.comparingByKey())
                .orElseThrow();
        return new Finding(
                Kind.PERSONAL_DATA_MISSING,
                first.getKey() >>> ROW_BITS,
                first.getKey() & (1L << ROW_BITS) - 1,
                "what it commits to is not there, and revision "
                        + first.getValue().by() + ", which is said to have erased it, did not");
    }

    /** The erasures, the first {@value AuditReport#MAX_ERASURES}. */
    List<ErasureTold> told() {
        return List.copyOf(told);
    }

    /** Places that erasures named. */
    long places() {
        return places;
    }

    private static long place(long revision, long row) {
        return revision << ROW_BITS | row;
    }

    private static @Nullable String field(Beside beside, int index) {
        return switch (beside) {
            case Beside.Data data ->
                index < data.fields().size() ? data.fields().get(index) : null;
            case Beside.Erased erased -> field(erased.left(), index);
            case Beside.Withheld withheld -> null;
        };
    }
}
