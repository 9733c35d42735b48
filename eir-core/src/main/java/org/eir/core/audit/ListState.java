package org.eir.core.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import org.eir.core.audit.ChangeRow.Addition;
import org.eir.core.audit.ChangeRow.ApiKeyMade;
import org.eir.core.audit.ChangeRow.ApiKeyRevoked;
import org.eir.core.audit.ChangeRow.Erased;
import org.eir.core.audit.ChangeRow.Erasure;
import org.eir.core.audit.ChangeRow.GoldenOverride;
import org.eir.core.audit.ChangeRow.GroupDissolved;
import org.eir.core.audit.ChangeRow.GroupFormed;
import org.eir.core.audit.ChangeRow.KeyBegins;
import org.eir.core.audit.ChangeRow.PersonalDataRead;
import org.eir.core.audit.ChangeRow.PolicySet;
import org.eir.core.audit.ChangeRow.PolicyWithdrawal;
import org.eir.core.audit.ChangeRow.ProposalDecided;
import org.eir.core.audit.ChangeRow.ProposalMade;
import org.eir.core.audit.ChangeRow.RuleAddition;
import org.eir.core.audit.ChangeRow.RuleWithdrawal;
import org.eir.core.audit.ChangeRow.Withdrawal;
import org.eir.core.change.Sha256;
import org.eir.core.identity.Imei;
import org.jspecify.annotations.Nullable;

/**
 * What the changes add up to: for everything in force, a hash of what it is known by and a hash of what is said of it.
 * The hashes are keyed by a secret of this run, so that nobody can prepare two things that look alike.
 */
final class ListState {
    private static final int COMMITMENT_BYTES = 32;
    private static final int SECRET_BYTES = 16;
    /** Version, operation, kind of identity, first and last identity, list: what comes before the source of an entry. */
    private static final int BEFORE_SOURCE = 20;

    private static final int BEFORE_KEY = 2;
    private static final int MAX_REPLACEMENTS = 100_000;

    private final byte[] secret = new byte[SECRET_BYTES];
    private final MessageDigest digest = Sha256.digest();
    private final PlaceTable inForce = new PlaceTable();
    /** What was said again before the change set withdraws what was said before. */
    private final Map<Long, Said> replacements = new HashMap<>();

    private record Said(long what, long place) {}

    ListState() {
        new SecureRandom().nextBytes(secret);
    }

    /**
     * Applies a row.
     *
     * @param place where it is; {@link #unfinished} and {@link #firstLeft} tell it
     * @return why it cannot be, or null
     */
    @Nullable
    String apply(ChangeRow row, byte[] canonical, long place) {
        return switch (row) {
            case Addition added -> add(entryKey(canonical), facts(canonical), place);
            case Withdrawal withdrawn -> remove(entryKey(canonical));
            case PolicySet set -> set(key('p', set.policy().name()), facts(canonical), place);
            case PolicyWithdrawal withdrawn -> remove(key('p', withdrawn.name()));
            case RuleAddition added -> add(ruleKey(added.device(), added.source()), facts(canonical), place);
            case RuleWithdrawal withdrawn -> remove(ruleKey(withdrawn.device(), withdrawn.source()));
            case GroupFormed formed -> add(groupKey(canonical), 0, place);
            case GroupDissolved dissolved -> remove(groupKey(canonical));
            case ApiKeyMade made -> add(key('k', Long.toString(made.number())), facts(canonical), place);
            case ApiKeyRevoked(var number) -> remove(key('k', Long.toString(number)));
            case PersonalDataRead read -> null;
            case GoldenOverride override -> null;
            case ProposalMade proposed -> null;
            case ProposalDecided decided -> null;
            case KeyBegins begins -> null;
            case Erasure erasure -> null;
            case Erased erased -> null;
        };
    }

    /** The place of something that was added though it was in force, and not withdrawn in the same change set; or 0. */
    long unfinished() {
        return replacements.values().stream().mapToLong(Said::place).min().orElse(0);
    }

    /**
     * Takes out something that the lists hold.
     *
     * @param row the row that would add it
     * @return what is wrong with it, or null
     */
    @Nullable
    Difference takeOut(ChangeRow row, byte[] canonical) {
        return switch (row) {
            case Addition added -> takeOut(entryKey(canonical), facts(canonical));
            case PolicySet set -> takeOut(key('p', set.policy().name()), facts(canonical));
            case RuleAddition added -> takeOut(ruleKey(added.device(), added.source()), facts(canonical));
            case GroupFormed formed -> takeOut(groupKey(canonical), 0);
            case ApiKeyMade made -> takeOut(key('k', Long.toString(made.number())), facts(canonical));
            default -> new Difference("is nothing that lists hold", 0);
        };
    }

    /** How something in force is not what the changes add up to; {@code place} 0 where no change knows of it. */
    record Difference(String how, long place) {}

    /** How much is in force and was not taken out. */
    int left() {
        return inForce.size();
    }

    /** The first place that added something which was not taken out. */
    long firstLeft() {
        return inForce.firstPlace();
    }

    private @Nullable Difference takeOut(long key, long what) {
        int slot = inForce.find(key);
        if (slot == PlaceTable.NONE) {
            return new Difference("is in the lists, and no change put it there", 0);
        }
        long place = inForce.place(slot);
        if (inForce.value(slot) != what) {
            return new Difference("is not in the lists as this row put it there", place);
        }
        inForce.remove(slot);
        return null;
    }

    private @Nullable String add(long key, long what, long place) {
        if (inForce.find(key) == PlaceTable.NONE) {
            inForce.put(key, what, place);
            return null;
        }
        return replacements.size() < MAX_REPLACEMENTS && replacements.put(key, new Said(what, place)) == null
                ? null
                : "adds what is in force already";
    }

    private @Nullable String set(long key, long what, long place) {
        inForce.put(key, what, place);
        return null;
    }

    private @Nullable String remove(long key) {
        int slot = inForce.find(key);
        if (slot == PlaceTable.NONE) {
            return "withdraws what is not in force";
        }
        Said replacement = replacements.remove(key);
        if (replacement == null) {
            inForce.remove(slot);
        } else {
            inForce.put(key, replacement.what(), replacement.place());
        }
        return null;
    }

    /** Identity, list, source and scope, which stand in the same octets of an addition and of its withdrawal. */
    private long entryKey(byte[] canonical) {
        ByteBuffer fields = ByteBuffer.wrap(canonical);
        int scopeAt = BEFORE_SOURCE + Short.BYTES + (fields.getShort(BEFORE_SOURCE) & 0xFFFF);
        int end = scopeAt + Short.BYTES + (fields.getShort(scopeAt) & 0xFFFF);
        return hash('e', canonical, BEFORE_KEY, end);
    }

    private long groupKey(byte[] canonical) {
        return hash('g', canonical, BEFORE_KEY, canonical.length);
    }

    private long ruleKey(Imei device, String source) {
        return key('r', device.text() + source);
    }

    private long key(char kind, String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        return hash(kind, utf8, 0, utf8.length);
    }

    /** All but the commitment at the end, which is to what the lists need not hold. */
    private long facts(byte[] canonical) {
        return hash('f', canonical, 0, canonical.length - COMMITMENT_BYTES);
    }

    private long hash(char kind, byte[] octets, int from, int to) {
        digest.update(secret);
        digest.update((byte) kind);
        digest.update(octets, from, to - from);
        return ByteBuffer.wrap(digest.digest()).getLong();
    }
}
