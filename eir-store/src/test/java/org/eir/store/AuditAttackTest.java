package org.eir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eir.store.StoreHarness.CLERK;
import static org.eir.store.StoreHarness.facts;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.eir.core.access.ApiKey;
import org.eir.core.access.Role;
import org.eir.core.audit.AuditReport;
import org.eir.core.audit.AuditVerifier;
import org.eir.core.audit.Finding;
import org.eir.core.audit.Finding.Kind;
import org.eir.core.audit.LogSigner;
import org.eir.core.audit.SignedNote;
import org.eir.core.audit.TreeHead;
import org.eir.core.change.AccessJournal.Access;
import org.eir.core.change.AccessJournal.Read;
import org.eir.core.change.Actor;
import org.eir.core.change.Imports.Job;
import org.eir.core.change.Imports.Mode;
import org.eir.core.change.ListChanges.ChangeOutcome;
import org.eir.core.change.MerkleRoot;
import org.eir.core.change.SubscriberRuleChanges.AddOutcome;
import org.eir.core.check.OriginMatcher;
import org.eir.core.check.Policy;
import org.eir.core.check.SubscriberRule;
import org.eir.core.check.Told;
import org.eir.core.check.Verdict;
import org.eir.core.identity.Imei;
import org.eir.core.identity.Imsi;
import org.eir.core.list.Entry;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.eir.core.list.WithdrawalReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A history of every kind of change in a real database, and an attacker who is its administrator: no right and no trigger
 * is in the way. All he lacks is the log's private key and the checkpoints that others keep.
 */
class AuditAttackTest {
    private static final String ORIGIN = "eir.example.org/log";
    /** No trigger fires for whoever says this, which only a superuser can. */
    private static final String UNHINDERED = "SET session_replication_role = replica; ";

    private static final Instant MONDAY = Instant.parse("2026-11-16T00:00:00Z");
    private static final Imei DEVICE = Imei.of("35693803564380");

    private final LogSigner signer = LogSigner.generate(ORIGIN);
    private StoreHarness store;
    private SignedNote kept;

    @BeforeEach
    void write() throws Exception {
        store = new StoreHarness();
        store.setPolicy(new Policy(0, Verdict.PERMITTED, Verdict.REFUSED, Verdict.PERMITTED));
        Entry first = added("35693803564380");
        added("35693803");
        withdrawn(first);
        policyOfSome();
        checkpoint();
        ImportFile.of(store, EquipmentList.GREY)
                .add("35693803564380", MONDAY)
                .add("35693803564381", MONDAY)
                .apply(Mode.REPLACE);
        Job job = ImportFile.of(store, EquipmentList.GREY)
                .add("35693803564381", MONDAY.plusSeconds(60))
                .add("35693803564382")
                .apply(Mode.REPLACE);
        store.imports.rollback(job.id(), CLERK);
        rules();
        groupsKeysAndReads();
        added("49015420323751");
        kept = checkpoint();
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    @Test
    void anHonestHistoryOfEveryKindHolds() throws Exception {
        AuditReport report = verify(List.of(kept));
        assertThat(report.finding()).isNull();
        assertThat(report.changes()).isEqualTo(store.count("SELECT revision FROM head"));
        assertThat(report.rows()).isEqualTo(store.count("SELECT count(*) FROM change"));
        assertThat(report.checkpoints())
                .as("two in the database and one kept elsewhere")
                .isEqualTo(3);
        assertThat(report.signed()).isEqualTo(report.changes());
        assertThat(report.withheld())
                .as("subscribers of a rule, whose data was read")
                .isEqualTo(2);
        assertThat(report.inForce())
                .isEqualTo(store.count("SELECT count(*) FROM entry WHERE withdrawn_by IS NULL") + 5);
    }

    @Test
    void aRowThatWasChanged() throws Exception {
        attack("UPDATE change SET canonical = overlay(canonical PLACING '\\x05'::bytea FROM 31)"
                + " WHERE change_set_id = " + changeSet(2));
        assertFound(Kind.ROW_CHANGED, 2);
    }

    @Test
    void anAuthorWhoWasChanged() throws Exception {
        attack("UPDATE change_set_actor SET actor = 'somebody-else' WHERE change_set_id = " + changeSet(3));
        assertFound(Kind.PERSONAL_DATA_CHANGED, 3);
    }

    @Test
    void aReferenceThatWasChanged() throws Exception {
        attack("UPDATE entry SET reference = 'FIR 13/2026' WHERE added_by = " + changeSet(2));
        assertFound(Kind.PERSONAL_DATA_CHANGED, 2);
    }

    @Test
    void aReferenceThatWasTakenAway() throws Exception {
        attack("UPDATE entry SET reference = NULL, salt = '' WHERE added_by = " + changeSet(2));
        assertFound(Kind.PERSONAL_DATA_MISSING, 2);
    }

    @Test
    void theLastChangesTakenOff() throws Exception {
        takeOff();
        assertFound(Kind.HISTORY_SHORTENED, 12);
    }

    @Test
    void theLastChangesTakenOffWithTheirCheckpoint() throws Exception {
        takeOff();
        attack("DELETE FROM checkpoint WHERE size > 12");
        assertThat(verify(List.of()).finding())
                .as("nothing in the database knows")
                .isNull();
        assertFound(verify(List.of(kept)), Kind.HISTORY_SHORTENED, 12);
    }

    @Test
    void aChangeTakenOutOfTheMiddle() throws Exception {
        attack("DELETE FROM change_set WHERE revision = 3");
        assertFound(Kind.CHANGE_MISSING, 3);
    }

    @Test
    void changesInAnotherOrder() throws Exception {
        attack("UPDATE change_set SET revision = -revision WHERE revision IN (3, 4);"
                + "UPDATE change_set SET revision = 7 + revision WHERE revision < 0");
        assertFound(Kind.LEAF_CHANGED, 3);
    }

    @Test
    void aChangeInsertedInThePast() throws Exception {
        attack("UPDATE change_set SET revision = -revision - 1 WHERE revision >= 4;"
                + "UPDATE change_set SET revision = -revision WHERE revision < 0;"
                + "INSERT INTO change_set SELECT 999, 4, recorded_at + interval '1 microsecond', encoding, kind, row_count,"
                + " rows_root, actor_hash, leaf_hash FROM change_set WHERE revision = 3;"
                + "UPDATE head SET revision = revision + 1");
        assertFound(Kind.LEAF_CHANGED, 4);
    }

    @Test
    void aHistoryRewrittenWithEveryHashInTheDatabaseMadeToFit() throws Exception {
        // The lost phone of the second change was never stolen: row, root and leaf are computed again.
        rewriteSecondChange();
        assertFound(Kind.HISTORY_REWRITTEN, 5);
    }

    @Test
    void aSwappedCheckpoint() throws Exception {
        attack("UPDATE checkpoint SET note = (SELECT note FROM checkpoint WHERE size = 13) WHERE size = 5");
        assertFound(Kind.CHECKPOINT_MISPLACED, 5);
    }

    @Test
    void anAlteredCheckpoint() throws Exception {
        attack("UPDATE checkpoint SET note = overlay(note PLACING 'AAAA' FROM 30) WHERE size = 5");
        assertFound(Kind.CHECKPOINT_FORGED, 5);
    }

    @Test
    void theWholeDatabasePutBackToYesterdayWhereLifeWentOn() throws Exception {
        try (StoreHarness yesterday = new StoreHarness()) {
            StoreHarness today = store;
            store = yesterday;
            store.setPolicy(new Policy(0, Verdict.PERMITTED, Verdict.REFUSED, Verdict.PERMITTED));
            for (int serial = 0; serial < 20; serial++) {
                added("356938030000" + (10 + serial));
            }
            checkpoint();
            assertThat(verify(List.of()).finding()).as("in itself it is right").isNull();
            assertFound(verify(List.of(kept)), Kind.HISTORY_REWRITTEN, 13);
            store = today;
        }
    }

    @Test
    void aKeyOfTheAttackersOwn() throws Exception {
        attack("DELETE FROM checkpoint");
        LogSigner own = LogSigner.generate(ORIGIN);
        checkpoint(own);
        assertFound(Kind.UNKNOWN_KEY, 13);
    }

    @Test
    void anEntryBlockedBehindTheLogsBack() throws Exception {
        attack("INSERT INTO entry SELECT 999999, kind, id_from + 1, id_to + 1, list, scope, source, reason, exempt,"
                + " reported, valid_from, valid_until, added_by, NULL, NULL, '', NULL, NULL, NULL, NULL, NULL"
                + " FROM entry WHERE id_from = 49015420323751");
        assertFound(Kind.LISTS_DIFFER, 0);
    }

    @Test
    void anEntryTakenOutOfTheListsBehindTheLogsBack() throws Exception {
        attack("DELETE FROM entry WHERE id_from = 35693803000000");
        Finding finding = verify(List.of()).finding();
        assertThat(finding).isNotNull();
        assertThat(finding.kind()).isEqualTo(Kind.PERSONAL_DATA_MISSING);
        assertThat(finding.revision()).isEqualTo(3);
    }

    @Test
    void anEntryThatNoLongerCountsBehindTheLogsBack() throws Exception {
        attack("UPDATE entry SET valid_until = now() WHERE id_from = 35693803000000");
        assertFound(Kind.LISTS_DIFFER, 3);
    }

    @Test
    void aPolicyChangedBehindTheLogsBack() throws Exception {
        attack("UPDATE policy SET unlisted = 'prohibited' WHERE change_set_id = " + changeSet(1));
        assertFound(Kind.LISTS_DIFFER, 1);
    }

    @Test
    void aKeyOfAProgramThatCanDoMoreThanItWasGiven() throws Exception {
        attack("UPDATE api_key SET roles = '{administrator}'");
        assertFound(Kind.LISTS_DIFFER, 12);
    }

    private void takeOff() throws Exception {
        attack("DELETE FROM entry WHERE added_by = " + changeSet(13) + "; DELETE FROM change WHERE change_set_id = "
                + changeSet(13) + "; DELETE FROM change_set WHERE revision = 13; UPDATE head SET revision = 12");
    }

    private void rewriteSecondChange() throws Exception {
        attack("""
                UPDATE change SET canonical = overlay(canonical PLACING '\\x02'::bytea FROM 31)
                WHERE change_set_id = %1$d;
                UPDATE change_set s SET rows_root = sha256('\\x00'::bytea || c.canonical)
                FROM change c WHERE c.change_set_id = s.id AND s.id = %1$d;
                UPDATE change_set s SET leaf_hash = sha256('\\x000101'::bytea || int8send(revision)
                    || int8send((extract(epoch FROM recorded_at) * 1000000)::bigint) || int8send(row_count)
                    || rows_root || actor_hash) WHERE s.id = %1$d""".formatted(changeSet(2)));
    }

    private void attack(String sql) throws Exception {
        store.asSuperuser(UNHINDERED + sql);
    }

    private long changeSet(long revision) throws Exception {
        return store.count("SELECT id FROM change_set WHERE revision = " + revision);
    }

    private void assertFound(Kind kind, long revision) {
        assertFound(verify(List.of()), kind, revision);
    }

    private static void assertFound(AuditReport report, Kind kind, long revision) {
        assertThat(report.finding()).isNotNull();
        assertThat(report.finding()).asString().startsWith(kind.text() + ": ");
        assertThat(report.finding().revision()).isEqualTo(revision);
    }

    private AuditReport verify(List<SignedNote> elsewhere) {
        AuditVerifier verifier = new AuditVerifier(List.of(signer.key()), elsewhere, rows -> {});
        try {
            new PostgresAuditTrail(store.database).tell(verifier);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
        return verifier.report();
    }

    private SignedNote checkpoint() throws Exception {
        return checkpoint(signer);
    }

    private SignedNote checkpoint(LogSigner signs) throws Exception {
        MerkleRoot tree = new MerkleRoot();
        long head = store.count("SELECT revision FROM head");
        store.database.inTransaction(handle -> {
            handle.createQuery("SELECT leaf_hash FROM change_set ORDER BY revision")
                    .mapTo(byte[].class)
                    .forEach(tree::addHash);
            return head;
        });
        SignedNote note = SignedNote.sign(TreeHead.of(ORIGIN, tree).text(), List.of(signs));
        store.database.inTransaction(
                handle -> handle.execute("INSERT INTO checkpoint (size, note) VALUES (?, ?)", head, note.print()));
        return note;
    }

    private Entry added(String identity) {
        return ((ChangeOutcome.Done) store.lists.add(facts(EquipmentList.BLACK, identity, "police"), CLERK))
                .added()
                .getFirst();
    }

    private void withdrawn(Entry entry) {
        assertThat(store.lists.withdraw(entry.id(), WithdrawalReason.RECOVERED, "case 7", new Actor("clerk", "boss")))
                .isInstanceOf(ChangeOutcome.Done.class);
    }

    private void policyOfSome() {
        store.policies.put(
                new Policy(
                        "lab",
                        0,
                        List.of(new OriginMatcher(OriginMatcher.Kind.REALM, "a.org")),
                        Verdict.UNKNOWN,
                        Verdict.UNKNOWN,
                        Verdict.UNKNOWN,
                        "",
                        Told.AS_DECIDED),
                null,
                "decree 4",
                CLERK);
    }

    private void rules() {
        var rules = new PostgresSubscriberRules(store.database, store.vault, 100);
        var rule = new SubscriberRule(
                DEVICE,
                SubscriberRule.Kind.EXCEPTION,
                Verdict.PERMITTED,
                List.of(new Imsi("262011234567890")),
                "op-a",
                Reason.OTHER,
                null,
                null,
                Validity.ALWAYS);
        AddOutcome outcome = rules.add(rule, true, CLERK);
        assertThat(outcome).isInstanceOf(AddOutcome.Added.class);
    }

    private void groupsKeysAndReads() {
        new PostgresDeviceGroups(store.database).form("police", List.of(DEVICE, new Imei(DEVICE.digits() + 1)), CLERK);
        new PostgresAccessJournal(store.database, store.vault)
                .record(new Access(Read.SUBSCRIBERS_OF_DEVICE, null, DEVICE, "case 9"), CLERK);
        store.keys()
                .create(
                        new ApiKey.Facts("billing", Set.of(Role.VIEWER), "op-a", Instant.parse("2027-11-01T00:00:00Z")),
                        new byte[32],
                        CLERK);
    }
}
