package org.eir.core.change;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.eir.core.check.OriginMatcher;
import org.eir.core.check.Policy;
import org.eir.core.check.SubscriberRule;
import org.eir.core.check.Verdict;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.eir.core.list.WithdrawalReason;
import org.jspecify.annotations.Nullable;

/**
 * The canonical bytes of a change, version 1. They are hashed for ever, so what is written here never changes its
 * meaning: a new need gets a new version or a new operation.
 *
 * <p>All numbers are big-endian. A text is its length in bytes (two octets) and its UTF-8. A moment is a flag (0 absent,
 * 1 present) and, if present, microseconds since 1970 (eight octets). A commitment is 32 octets,
 * zero where there is nothing to commit to. Every row begins with
 * the version (one octet) and the operation (one octet):
 *
 * <pre>
 * 1 addition    kind identity-from identity-to list source scope reason exempt reported valid-from valid-until commitment
 * 2 withdrawal  kind identity-from identity-to list source scope reason commitment
 * 3 policy      unlisted malformed test-identity organisation told-prohibited told-tracked told-unknown commitment
 * 4 origin-policy               name count (origin-kind value)…, then as a policy
 * 5 subscriber-rule             kind identity rule-kind verdict source reason valid-from valid-until count commitment
 * 6 subscriber-rule-withdrawal  kind identity rule-kind source reason commitment
 * 7 device-group                source count (kind identity)…, the count in one octet
 * 8 device-group-dissolved      source count (kind identity)…
 * 9 access                      read commitment
 * 10 api-key                   number secret-hash role-count role… organisation expires commitment
 * 11 api-key-revoked           number
 * 12 origin-policy-withdrawal   name reason commitment
 * 13 golden-override            kind identity-from identity-to list source scope
 * 14 proposal                   number operation commitment
 * 15 proposal-decided           number decision commitment
 * 16 log-key                    name public-key
 * 17 erasure                   about others commitment
 * 18 erased                    revision row field-count field… commitment
 * </pre>
 *
 * <p>The leaf of a change set commits to the rows by the root of their own tree ({@link MerkleRoot}):
 *
 * <pre>version kind revision recorded-at count rows-root actor-commitment</pre>
 */
public final class ChangeEncoding {
    /** The version written by this program; a node stops applying at any other. */
    public static final int VERSION = 1;

    /** What a row does. */
    public enum Operation {
        ADDITION(1),
        WITHDRAWAL(2),
        /** The policy of every network that has none of its own. */
        POLICY(3),
        /** The policy of some networks. */
        ORIGIN_POLICY(4),
        SUBSCRIBER_RULE(5),
        SUBSCRIBER_RULE_WITHDRAWAL(6),
        DEVICE_GROUP(7),
        DEVICE_GROUP_DISSOLVED(8),
        /** Personal data was read. */
        ACCESS(9),
        API_KEY(10),
        API_KEY_REVOKED(11),
        ORIGIN_POLICY_WITHDRAWAL(12),
        /** A golden entry that the additions of the set block in spite of it. */
        GOLDEN_OVERRIDE(13),
        /** A change that waits for a second person. */
        PROPOSAL(14),
        /** What became of it: approved, rejected, or given up. */
        PROPOSAL_DECIDED(15),
        /** A key that signs the log from now on. */
        LOG_KEY(16),
        /** An order to erase personal data; the first row of its change set. */
        ERASURE(17),
        /** What was erased on that order beside one leaf or row. */
        ERASED(18);

        private final int code;

        Operation(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }

        /**
         * Whether what its rows commit to stays in the register, and a verifier is told only that it is there: subscribers
         * are sealed, and requests may hold anything.
         */
        public boolean isWithheld() {
            return switch (this) {
                case SUBSCRIBER_RULE, ACCESS, PROPOSAL, PROPOSAL_DECIDED -> true;
                default -> false;
            };
        }

        /** As programs read it: {@code origin-policy}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** The kind of every identity so far: IMEI. MEID and the identifiers of non-3GPP access will get further numbers. */
    public static final int KIND_IMEI = 1;

    /** What two octets can count. */
    private static final int MAX_TEXT_BYTES = 0xFFFF;

    private ChangeEncoding() {}

    /** A row that adds an entry; {@code personal} is {@link Commitment#of}. */
    public static byte[] addition(EntryFacts facts, Commitment personal) {
        return bytes(out -> {
            row(out, Operation.ADDITION);
            key(out, facts.identity(), facts.list(), facts.source(), facts.scope());
            out.writeByte(facts.reason().code());
            out.writeBoolean(facts.exempt());
            moment(out, facts.reported());
            moment(out, facts.validity().from());
            moment(out, facts.validity().until());
            out.write(personal.hash());
        });
    }

    /** A row that withdraws the entry with this key; {@code personal} commits to the withdrawal's reference. */
    public static byte[] withdrawal(
            ImeiRange identity,
            EquipmentList list,
            String source,
            String scope,
            WithdrawalReason reason,
            Commitment personal) {
        return bytes(out -> {
            row(out, Operation.WITHDRAWAL);
            key(out, identity, list, source, scope);
            out.writeByte(reason.code());
            out.write(personal.hash());
        });
    }

    /** A row that sets a policy, everybody's or that of some origins; {@code personal} commits to its reference. */
    public static byte[] policy(Policy policy, Commitment personal) {
        return bytes(out -> {
            if (policy.isStandard()) {
                row(out, Operation.POLICY);
            } else {
                row(out, Operation.ORIGIN_POLICY);
                text(out, policy.name());
                out.writeShort(policy.origins().size());
                for (OriginMatcher origin : policy.origins()) {
                    out.writeByte(origin.kind().code());
                    text(out, origin.value());
                }
            }
            text(out, policy.unlisted().text());
            text(out, policy.malformed().text());
            text(out, policy.testIdentity().text());
            text(out, policy.organisation());
            text(out, policy.told().prohibited().text());
            text(out, policy.told().tracked().text());
            text(out, policy.told().unknown().text());
            out.write(personal.hash());
        });
    }

    /** A row that takes the policy with this name out of force; {@code personal} commits to the reference. */
    public static byte[] policyWithdrawal(String name, WithdrawalReason reason, Commitment personal) {
        return bytes(out -> {
            row(out, Operation.ORIGIN_POLICY_WITHDRAWAL);
            text(out, name);
            out.writeByte(reason.code());
            out.write(personal.hash());
        });
    }

    /** A row that adds an exception or a lock; {@code personal} commits to its reference, its note and its subscribers. */
    public static byte[] subscriberRule(SubscriberRule rule, Commitment personal) {
        return subscriberRule(
                rule.device(),
                rule.kind(),
                rule.verdict(),
                rule.source(),
                rule.reason(),
                rule.validity(),
                rule.subscribers().size(),
                personal);
    }

    /** The same from its parts; {@code subscribers} is how many it names. */
    public static byte[] subscriberRule(
            Imei device,
            SubscriberRule.Kind kind,
            Verdict verdict,
            String source,
            Reason reason,
            Validity validity,
            int subscribers,
            Commitment personal) {
        return bytes(out -> {
            row(out, Operation.SUBSCRIBER_RULE);
            out.writeByte(KIND_IMEI);
            out.writeLong(device.digits());
            out.writeByte(kind.code());
            text(out, verdict.text());
            text(out, source);
            out.writeByte(reason.code());
            moment(out, validity.from());
            moment(out, validity.until());
            out.writeShort(subscribers);
            out.write(personal.hash());
        });
    }

    /** A row that withdraws the rule with this key; {@code personal} commits to the withdrawal's reference. */
    public static byte[] subscriberRuleWithdrawal(SubscriberRule rule, WithdrawalReason reason, Commitment personal) {
        return bytes(out -> {
            row(out, Operation.SUBSCRIBER_RULE_WITHDRAWAL);
            out.writeByte(KIND_IMEI);
            out.writeLong(rule.device().digits());
            out.writeByte(rule.kind().code());
            text(out, rule.source());
            out.writeByte(reason.code());
            out.write(personal.hash());
        });
    }

    /** A row that names a golden entry which an addition before it overrides. */
    public static byte[] goldenOverride(EntryFacts golden) {
        return bytes(out -> {
            row(out, Operation.GOLDEN_OVERRIDE);
            key(out, golden.identity(), golden.list(), golden.source(), golden.scope());
        });
    }

    /** A row that says which identities are one device; {@code members} ascend. */
    public static byte[] deviceGroup(String source, List<Imei> members) {
        return bytes(out -> group(out, Operation.DEVICE_GROUP, source, members));
    }

    /** A row that says that they no longer are. */
    public static byte[] deviceGroupDissolved(String source, List<Imei> members) {
        return bytes(out -> group(out, Operation.DEVICE_GROUP_DISSOLVED, source, members));
    }

    private static void group(DataOutputStream out, Operation operation, String source, List<Imei> members)
            throws IOException {
        row(out, operation);
        text(out, source);
        out.writeByte(members.size());
        for (Imei member : members) {
            out.writeByte(KIND_IMEI);
            out.writeLong(member.digits());
        }
    }

    /** A row that tells of a read of personal data; {@code personal} commits to whose, and what for. */
    public static byte[] access(AccessJournal.Read read, Commitment personal) {
        return bytes(out -> {
            row(out, Operation.ACCESS);
            text(out, read.text());
            out.write(personal.hash());
        });
    }

    /**
     * A row that makes an API key.
     *
     * @param secretHash SHA-256 of what the program shows, 32 octets: another secret in its place would not go unseen
     * @param roles as text, in alphabetical order
     * @param name commits to its name, which may be a person's
     */
    public static byte[] apiKey(
            long id, byte[] secretHash, List<String> roles, String organisation, Instant expires, Commitment name) {
        return bytes(out -> {
            row(out, Operation.API_KEY);
            out.writeLong(id);
            out.write(secretHash);
            out.writeByte(roles.size());
            for (String role : roles) {
                text(out, role);
            }
            text(out, organisation);
            moment(out, expires);
            out.write(name.hash());
        });
    }

    /** A row that revokes an API key. */
    public static byte[] apiKeyRevoked(long id) {
        return bytes(out -> {
            row(out, Operation.API_KEY_REVOKED);
            out.writeLong(id);
        });
    }

    /**
     * A row that keeps a change for a second person.
     *
     * @param operation what would be done, as text
     * @param personal commits to the request, what it is about, who asked, and for which organisation
     */
    public static byte[] proposal(long number, String operation, Commitment personal) {
        return bytes(out -> {
            row(out, Operation.PROPOSAL);
            out.writeLong(number);
            text(out, operation);
            out.write(personal.hash());
        });
    }

    /**
     * A row that says what became of a proposal.
     *
     * @param decision {@code approved}, {@code rejected}, {@code expired}, {@code released} (approved no longer) or {@code
     *     failed}
     * @param personal commits to who decided, and why
     */
    public static byte[] proposalDecided(long number, String decision, Commitment personal) {
        return bytes(out -> {
            row(out, Operation.PROPOSAL_DECIDED);
            out.writeLong(number);
            text(out, decision);
            out.write(personal.hash());
        });
    }

    /**
     * A row that names a key that signs the log from now on.
     *
     * @param name the key's name: the log's
     * @param publicKey Ed25519 (RFC 8032), 32 octets
     */
    public static byte[] logKey(String name, byte[] publicKey) {
        return bytes(out -> {
            row(out, Operation.LOG_KEY);
            text(out, name);
            out.write(publicKey);
        });
    }

    /**
     * A row that opens an erasure.
     *
     * @param about what was to be erased, by a word: {@code change}, {@code person} or {@code subscriber}
     * @param others how much was erased that the log never committed to
     * @param order commits to the order's reference
     */
    public static byte[] erasure(String about, long others, Commitment order) {
        return bytes(out -> {
            row(out, Operation.ERASURE);
            text(out, about);
            out.writeLong(others);
            out.write(order.hash());
        });
    }

    /**
     * A row that says what was erased beside a leaf or a row.
     *
     * @param revision of the change set
     * @param number of its row, from 1; 0 for the leaf: who made the change
     * @param fields those that were erased, by their place in what was committed to, from 1, ascending
     * @param left commits anew to the same fields, those that are erased being absent
     */
    public static byte[] erased(long revision, long number, List<Integer> fields, Commitment left) {
        return bytes(out -> {
            row(out, Operation.ERASED);
            out.writeLong(revision);
            out.writeLong(number);
            out.writeShort(fields.size());
            for (int field : fields) {
                out.writeShort(field);
            }
            out.write(left.hash());
        });
    }

    /** The leaf of a change set. */
    public static byte[] leaf(
            ChangeKind kind, long revision, Instant recordedAt, long count, byte[] rowsRoot, Commitment actor) {
        return bytes(out -> {
            out.writeByte(VERSION);
            out.writeByte(kind.code());
            out.writeLong(revision);
            out.writeLong(micros(recordedAt));
            out.writeLong(count);
            out.write(rowsRoot);
            out.write(actor.hash());
        });
    }

    private static void row(DataOutputStream out, Operation operation) throws IOException {
        out.writeByte(VERSION);
        out.writeByte(operation.code());
    }

    private static void key(DataOutputStream out, ImeiRange identity, EquipmentList list, String source, String scope)
            throws IOException {
        out.writeByte(KIND_IMEI);
        out.writeLong(identity.from());
        out.writeLong(identity.to());
        out.writeByte(list.code());
        text(out, source);
        text(out, scope);
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > MAX_TEXT_BYTES) {
            throw new IllegalArgumentException("a text in a change has at most " + MAX_TEXT_BYTES + " bytes");
        }
        out.writeShort(utf8.length);
        out.write(utf8);
    }

    private static void moment(DataOutputStream out, @Nullable Instant moment) throws IOException {
        out.writeBoolean(moment != null);
        if (moment != null) {
            out.writeLong(micros(moment));
        }
    }

    private static long micros(Instant moment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try {
            writing.to(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
