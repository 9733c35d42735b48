package org.eir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.eir.store.StoreHarness.CLERK;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eir.core.access.ApiKey;
import org.eir.core.access.Caller;
import org.eir.core.access.Role;
import org.eir.core.approval.ApprovalLimits;
import org.eir.core.approval.ApprovalReason;
import org.eir.core.approval.Approvals.DecideOutcome;
import org.eir.core.approval.ChangeSummary;
import org.eir.core.approval.Proposal;
import org.eir.core.audit.AuditReport;
import org.eir.core.audit.AuditVerifier;
import org.eir.core.audit.LogSigner;
import org.eir.core.audit.SignedNote;
import org.eir.core.audit.TreeHead;
import org.eir.core.change.AccessJournal.Access;
import org.eir.core.change.AccessJournal.Read;
import org.eir.core.change.Actor;
import org.eir.core.change.ListChanges.ChangeOutcome;
import org.eir.core.change.MerkleRoot;
import org.eir.core.change.SubscriberRuleChanges.AddOutcome;
import org.eir.core.check.CheckInterface;
import org.eir.core.check.CheckRequest;
import org.eir.core.check.Origin;
import org.eir.core.check.SubscriberRule;
import org.eir.core.check.Verdict;
import org.eir.core.erasure.Erasures.Erasure;
import org.eir.core.erasure.Erasures.Outcome;
import org.eir.core.erasure.Erasures.Place;
import org.eir.core.erasure.Erasures.Subject;
import org.eir.core.erasure.Erasures.Subject.OfChange;
import org.eir.core.erasure.Erasures.Subject.OfPerson;
import org.eir.core.erasure.Erasures.Subject.OfSubscriber;
import org.eir.core.erasure.PersonalField;
import org.eir.core.history.DeviceEvent;
import org.eir.core.history.DeviceEvent.Position;
import org.eir.core.identity.Imei;
import org.eir.core.identity.Imsi;
import org.eir.core.identity.PresentedIdentity;
import org.eir.core.list.Entry;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.eir.core.list.WithdrawalReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an order takes away, what it leaves, and that the log stays whole. */
class PostgresErasuresTest {
    private static final Imei DEVICE = Imei.of("35693803564380");
    private static final Imsi ANNA = new Imsi("262011234567890");
    private static final Imsi BERT = new Imsi("262011234567891");
    private static final Actor OFFICER = new Actor("officer");
    private static final String ORDER = "DPA 7/2026";
    private static final Set<PersonalField> NOTED = OfChange.NOTED;

    private final LogSigner signer = LogSigner.generate("eir.example.org/log");
    private StoreHarness store;
    private PostgresErasures erasures;
    private PostgresSubscriberRules rules;

    @BeforeEach
    void open() throws Exception {
        store = new StoreHarness();
        erasures = new PostgresErasures(store.database, store.vault);
        rules = new PostgresSubscriberRules(store.database, store.vault, 100);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    @Test
    void whatWasNotedWithAnEntryGoesWithItsSaltAndTheEntryStays() throws Exception {
        Entry entry = noted("FIR 12/2026", "Müller, Hauptstr. 1", "C-77");
        Outcome.Done done = done(erasures.erase(change(1, NOTED), ORDER, OFFICER));

        assertThat(done.found().fields())
                .isEqualTo(Map.of(
                        PersonalField.REFERENCE, 1L, PersonalField.NOTE, 1L, PersonalField.SOURCE_REFERENCE, 1L));
        EntryFacts left = store.lists.entry(entry.id()).orElseThrow().facts();
        assertThat(left.reference()).isNull();
        assertThat(left.note()).isNull();
        assertThat(left.sourceReference()).isNull();
        assertThat(left.identity()).isEqualTo(entry.facts().identity());
        assertThat(store.lists.entry(entry.id()).orElseThrow().erased()).isEqualTo(2);
        assertThat(store.lists.changes(0, 1).getFirst().rows().getFirst().erased())
                .isEqualTo(2);
        assertThat(store.lists.changes(0, 1).getFirst().erased())
                .as("who did it is there")
                .isNull();
        assertThat(new PostgresHistory(store.database, store.vault).lifeOf(DEVICE, Position.START, 10))
                .singleElement()
                .extracting(DeviceEvent::erased)
                .isEqualTo(2L);
        assertThat(store.count("SELECT count(*) FROM entry WHERE withdrawn_by IS NULL AND salt = ''"))
                .isEqualTo(1);
        assertHolds();
    }

    @Test
    void onlyTheNoteGoesAndTheReferenceIsProvenAnew() throws Exception {
        Entry entry = noted("FIR 12/2026", "Müller", null);
        done(erasures.erase(change(1, Set.of(PersonalField.NOTE)), ORDER, OFFICER));
        assertThat(store.lists.entry(entry.id()).orElseThrow().facts().reference())
                .isEqualTo("FIR 12/2026");
        AuditReport report = assertHolds();
        assertThat(report.erased()).isEqualTo(1);
        assertThat(report.erasures()).singleElement().satisfies(told -> {
            assertThat(told.order()).isEqualTo(ORDER);
            assertThat(told.actor()).isEqualTo("officer");
            assertThat(told.about()).isEqualTo("change");
            assertThat(told.fields()).isEqualTo(Map.of(PersonalField.NOTE, 1L));
        });
        done(erasures.erase(change(1, NOTED), "DPA 8/2026", OFFICER));
        assertThat(assertHolds().erasures()).hasSize(2);
        assertThat(erasures.erase(change(1, NOTED), ORDER, OFFICER)).isEqualTo(new Outcome.Nothing());
    }

    @Test
    void anErasureIsListedWithItsOrderItsPlacesAndWhoDidIt() throws Exception {
        noted("FIR 12/2026", "Müller", null);
        assertThat(erasures.find(change(1, NOTED))).isInstanceOf(Outcome.Previewed.class);
        assertThat(erasures.page(Long.MAX_VALUE, 10))
                .as("a preview erases nothing")
                .isEmpty();
        long revision = done(erasures.erase(change(1, NOTED), ORDER, new Actor("officer", "boss")))
                .revision();
        Erasure erasure = erasures.at(revision).orElseThrow();
        assertThat(erasure.order()).isEqualTo(ORDER);
        assertThat(erasure.actor()).isEqualTo("officer");
        assertThat(erasure.approver()).isEqualTo("boss");
        assertThat(erasure.named())
                .containsExactly(new Place(1, 1, List.of(PersonalField.REFERENCE, PersonalField.NOTE)));
        assertThat(erasures.page(Long.MAX_VALUE, 10))
                .extracting(Erasure::revision)
                .containsExactly(revision);
        assertThat(erasures.at(1)).isEmpty();
        assertThat(erasures.find(change(99, NOTED))).isEqualTo(new Outcome.NoSuchChange());
    }

    @Test
    void aPersonGoesFromEveryChangeAndWhoStoodBesideThemStays() throws Exception {
        Entry entry = noted("FIR 12/2026", null, null);
        store.lists.withdraw(entry.id(), WithdrawalReason.RECOVERED, null, new Actor("jane", "boss"));
        Outcome.Done done = done(erasures.erase(new OfPerson("jane"), ORDER, OFFICER));
        assertThat(done.found().fields()).isEqualTo(Map.of(PersonalField.PERSON, 1L));
        assertThat(store.lists.changes(1, 1).getFirst().actor()).isEmpty();
        assertThat(store.lists.changes(1, 1).getFirst().approver()).isEqualTo("boss");
        assertThat(store.lists.changes(0, 1).getFirst().actor()).isEqualTo("clerk");
        assertHolds();
        done(erasures.erase(new OfPerson("boss"), ORDER, OFFICER));
        assertHolds();
        assertThat(erasures.erase(new OfPerson("nobody"), ORDER, OFFICER)).isEqualTo(new Outcome.Nothing());
    }

    @Test
    void whoStillHasAKeyOrWaitsForASecondPersonIsNotErased() throws Exception {
        PostgresApiKeys keys = store.keys();
        var made = (org.eir.core.access.ApiKeys.CreateOutcome.Created) keys.create(
                new ApiKey.Facts(
                        "billing", Set.of(Role.VIEWER), "op-a", Instant.now().plus(Duration.ofDays(9))),
                new byte[32],
                new Actor("jane"));
        assertThat(erasures.erase(new OfPerson("jane"), ORDER, OFFICER))
                .isInstanceOfSatisfying(
                        Outcome.InForce.class,
                        inForce -> assertThat(inForce.what())
                                .containsExactly("key " + made.key().id() + ", which they made"));
        assertThat(erasures.erase(new OfPerson("key:billing"), ORDER, OFFICER)).isInstanceOf(Outcome.InForce.class);
        keys.revoke(made.key().id(), CLERK);
        done(erasures.erase(new OfPerson("key:billing"), ORDER, OFFICER));
        done(erasures.erase(new OfPerson("jane"), ORDER, OFFICER));
        assertThat(keys.list(0, 10)).singleElement().satisfies(key -> {
            assertThat(key.name()).isEqualTo("(erased)");
            assertThat(key.createdBy()).isEmpty();
        });
        long id = proposed("kim");
        assertThat(erasures.find(new OfPerson("kim"))).isInstanceOf(Outcome.InForce.class);
        assertThat(store.approvals.reject(id, "boss", "kim is wrong")).isInstanceOf(DecideOutcome.Decided.class);
        done(erasures.erase(new OfPerson("kim"), ORDER, OFFICER));
        done(erasures.erase(new OfPerson("boss"), ORDER, OFFICER));
        Proposal left = store.approvals.find(id).orElseThrow();
        assertThat(left.asked().requester().actor().name()).isEqualTo("(erased)");
        assertThat(left.decision())
                .isNotNull()
                .extracting(Proposal.Decision::by)
                .isEqualTo("(erased)");
        assertHolds();
    }

    @Test
    void whoMadeTheKeyOfWhoeverMadeAKeyInForceIsNotErased() throws Exception {
        PostgresApiKeys keys = store.keys();
        long first = key(keys, "first", "jane");
        key(keys, "second", "key:first");
        keys.revoke(first, CLERK);
        assertThat(erasures.erase(new OfPerson("jane"), ORDER, OFFICER)).isInstanceOf(Outcome.InForce.class);
        assertThat(erasures.erase(new OfPerson("key:first"), ORDER, OFFICER)).isInstanceOf(Outcome.InForce.class);
        assertThat(erasures.erase(change(1, Set.of(PersonalField.PERSON)), ORDER, OFFICER))
                .isInstanceOf(Outcome.InForce.class);
    }

    private static long key(PostgresApiKeys keys, String name, String maker) {
        var made = (org.eir.core.access.ApiKeys.CreateOutcome.Created) keys.create(
                new ApiKey.Facts(
                        name, Set.of(Role.ADMINISTRATOR), "op-a", Instant.now().plus(Duration.ofDays(9))),
                Arrays.copyOf(name.getBytes(StandardCharsets.US_ASCII), 32),
                new Actor(maker));
        return made.key().id();
    }

    @Test
    void whatSomebodyAlteredIsNotCommittedToAnew() throws Exception {
        noted("FIR 12/2026", "Müller", null);
        AddOutcome.Added lock = (AddOutcome.Added) rules.add(rule(List.of(ANNA, BERT)), false, CLERK);
        rules.withdraw(lock.rule().id(), WithdrawalReason.RECOVERED, null, CLERK);
        long id = proposed("kim");
        store.approvals.reject(id, "boss", "kim is wrong");
        altered("UPDATE entry SET reference = 'FIR 99/2026'", change(1, Set.of(PersonalField.NOTE)), 1, 1);
        altered(
                "UPDATE entry SET reference = 'FIR 12/2026', note = NULL",
                change(1, Set.of(PersonalField.REFERENCE)),
                1,
                1);
        altered("UPDATE subscriber_rule SET note = 'pays'", anna(), 2, 1);
        altered("UPDATE change_set_actor SET actor = 'jane', approver = 'boss'", new OfPerson("boss"), 1, 0);
        altered("UPDATE proposal_decision SET reason = 'kim is right'", change(5, Set.of(PersonalField.PERSON)), 5, 0);
    }

    private void altered(String attack, Subject subject, long revision, int row) throws Exception {
        store.asSuperuser("SET session_replication_role = replica; " + attack);
        assertThat(erasures.find(subject)).isEqualTo(new Outcome.Altered(revision, row));
        assertThat(erasures.erase(subject, ORDER, OFFICER)).isEqualTo(new Outcome.Altered(revision, row));
    }

    @Test
    void whereSomebodyCannotBeReadNothingIsCommittedToAnew() throws Exception {
        AddOutcome.Added lock = (AddOutcome.Added) rules.add(rule(List.of(ANNA, BERT)), false, CLERK);
        rules.withdraw(lock.rule().id(), WithdrawalReason.RECOVERED, null, CLERK);
        store.asSuperuser("SET session_replication_role = replica; UPDATE subscriber_rule SET note = 'forged';"
                + "UPDATE subscriber_rule_imsi SET key_id = 99 WHERE position = 2");
        done(erasures.erase(anna(), ORDER, OFFICER));
        assertThat(store.count("SELECT count(*) FROM subscriber_rule WHERE note IS NOT NULL OR reference IS NOT NULL"))
                .isZero();
        assertThat(store.count("SELECT count(*) FROM subscriber_rule_imsi")).isZero();
        assertHolds();
    }

    @Test
    void anAlteredOrderOfLongAgoIsInNobodysWay() throws Exception {
        store.approvals.reject(proposed("kim"), "boss", "no");
        store.asSuperuser(
                "SET session_replication_role = replica; UPDATE proposal SET operation = 'erase', about = 'forged'");
        noted("FIR 12/2026", null, null);
        done(erasures.erase(new OfPerson("clerk"), ORDER, OFFICER));
        assertThat(store.count("SELECT count(*) FROM proposal WHERE about = 'forged'"))
                .isEqualTo(1);
    }

    @Test
    void whatAnErasureLeftIsWhatTheNextOneHasToFind() throws Exception {
        noted("FIR 12/2026", "Müller", "C-77");
        done(erasures.erase(change(1, Set.of(PersonalField.NOTE)), ORDER, OFFICER));
        altered("UPDATE entry SET source_reference = 'C-78'", change(1, Set.of(PersonalField.REFERENCE)), 1, 1);
        store.asSuperuser("SET session_replication_role = replica; UPDATE entry SET source_reference = 'C-77'");
        done(erasures.erase(change(1, Set.of(PersonalField.REFERENCE)), ORDER, OFFICER));
        assertHolds();
    }

    @Test
    void whoApprovedAChangeGoesWithWhoAskedForIt() throws Exception {
        long id = proposed("kim");
        store.approvals.approve(id, "boss");
        store.lists.add(
                StoreHarness.facts(EquipmentList.BLACK, "49015420323751", "police"), new Actor("kim", "boss", id));
        done(erasures.erase(
                change(store.count("SELECT revision FROM head"), Set.of(PersonalField.PERSON)), ORDER, OFFICER));
        assertThat(store.count("SELECT count(*) FROM change_set_actor WHERE actor = 'kim' OR actor = 'boss'"))
                .isZero();
        assertThat(store.count("SELECT count(*) FROM proposal WHERE requester = 'kim' OR decided_by = 'boss'"))
                .isZero();
        assertThat(store.count("SELECT count(*) FROM proposal_decision WHERE decided_by = 'boss'"))
                .isZero();
        assertHolds();
    }

    @Test
    void whatWasNotedGoesFromTheRequestThatASecondPersonApprovedToo() throws Exception {
        long id = proposed("kim");
        store.approvals.approve(id, "boss");
        store.lists.add(
                StoreHarness.facts(EquipmentList.BLACK, "49015420323751", "police"), new Actor("kim", "boss", id));
        long revision = store.count("SELECT revision FROM head");
        Outcome.Done done = done(erasures.erase(change(revision, NOTED), ORDER, OFFICER));
        assertThat(done.found().fields()).containsEntry(PersonalField.REQUEST, 2L);
        assertThat(store.count("SELECT count(*) FROM proposal WHERE request = '' AND about = '' AND request_hash = ''"))
                .isEqualTo(1);
        assertThat(store.approvals.find(id).orElseThrow().asked().request()).isEmpty();
        assertHolds();
    }

    @Test
    void aSubscriberGoesFromRulesReadsSightingsAndRecordsButNotFromARuleInForce() throws Exception {
        AddOutcome.Added lock = (AddOutcome.Added) rules.add(rule(List.of(ANNA, BERT)), false, CLERK);
        new PostgresAccessJournal(store.database, store.vault)
                .record(new Access(Read.DEVICES_OF_SUBSCRIBER, ANNA, DEVICE, "case 9"), CLERK);
        seen();
        assertThat(erasures.erase(anna(), ORDER, OFFICER))
                .isInstanceOfSatisfying(
                        Outcome.InForce.class,
                        inForce -> assertThat(inForce.what())
                                .containsExactly("lock " + lock.rule().id() + " of 35693803564380 by op-a"));
        rules.withdraw(lock.rule().id(), WithdrawalReason.RECOVERED, null, CLERK);

        Outcome.Done done = done(erasures.erase(anna(), ORDER, OFFICER));
        assertThat(done.found().fields()).isEqualTo(Map.of(PersonalField.SUBSCRIBER, 2L));
        assertThat(done.found().sightings()).isEqualTo(1);
        assertThat(done.found().records()).isEqualTo(1);
        assertThat(rules.rule(lock.rule().id()).orElseThrow().rule().subscribers())
                .containsExactly(BERT);
        assertThat(store.count("SELECT count(*) FROM access_record WHERE cipher IS NULL AND reference = 'case 9'"))
                .isEqualTo(1);
        assertThat(store.count("SELECT count(*) FROM sighting")).isZero();
        assertThat(store.count("SELECT count(*) FROM check_record WHERE lookup IS NULL"))
                .isEqualTo(1);
        assertHolds();
        done(erasures.erase(
                new OfSubscriber(BERT, Set.of(PersonalField.SUBSCRIBER, PersonalField.REFERENCE, PersonalField.NOTE)),
                ORDER,
                OFFICER));
        assertThat(rules.rule(lock.rule().id()).orElseThrow().rule().subscribers())
                .isEmpty();
        assertHolds();
    }

    @Test
    void aLockThatWasErasedIsNotGuessedAtWhenSomebodyAsksWhatWasAnsweredThen() throws Exception {
        AddOutcome.Added lock = (AddOutcome.Added) rules.add(rule(List.of(ANNA, BERT)), false, CLERK);
        Instant then = lock.rule().added().at();
        rules.withdraw(lock.rule().id(), WithdrawalReason.RECOVERED, null, CLERK);
        done(erasures.erase(anna(), ORDER, OFFICER));
        var history = new PostgresHistory(store.database, store.vault);
        assertThat(history.asOf(
                                new CheckRequest(
                                        CheckInterface.S13,
                                        "dra",
                                        new Origin("mme1.home", "home"),
                                        BERT,
                                        PresentedIdentity.of(DEVICE.text())),
                                then)
                        .rulesComplete())
                .isFalse();
    }

    @Test
    void theServiceErasesNothingBesideAnErasureThatIsRecorded() throws Exception {
        noted("FIR 12/2026", "Müller", null);
        for (String statement : List.of(
                "UPDATE entry SET note = NULL",
                "UPDATE change_set_actor SET actor = NULL",
                "DELETE FROM subscriber_rule_imsi",
                "UPDATE access_record SET reference = NULL",
                "INSERT INTO erased_place VALUES (1, 2, 1, 1, 1, 1, '{1}')",
                "DELETE FROM erasure")) {
            assertThatThrownBy(() -> store.asService(statement)).hasMessageContaining("permission denied");
        }
        assertThatThrownBy(() -> store.asService("SELECT erase(1, '{}')")).hasMessageContaining("in no other way");
        assertThatThrownBy(() -> store.asService("BEGIN; INSERT INTO erasure VALUES (999, 'change', NULL, '');"
                        + "INSERT INTO change (change_set_id, row_number, operation, entry_id, kind, id_from, id_to, scope, canonical)"
                        + " VALUES (999, 2, 18, 0, 0, 0, 0, '', '\\x0112' || int8send(1) || int8send(1) || '\\x00010002');"
                        + "SELECT erase(999, '{\"\"}'); COMMIT"))
                .as("no change set says so")
                .hasMessageContaining("erasure_change_set_id_fkey");
        assertThat(store.count("SELECT count(*) FROM entry WHERE note IS NOT NULL"))
                .isEqualTo(1);
        long erasure = done(erasures.erase(change(1, NOTED), ORDER, OFFICER)).revision();
        noted("FIR 13/2026", "Meier", null);
        assertThatThrownBy(() -> store.asService("SELECT erase(" + id(erasure) + ", '{}')"))
                .as("what is recorded erases nothing more")
                .hasMessageContaining("in no other way");
    }

    @Test
    void anImportsReferenceAndWhoSentItGoToo() throws Exception {
        ImportFile.of(store, EquipmentList.GREY)
                .add("35693803564380")
                .add("35693803564381")
                .apply(org.eir.core.change.Imports.Mode.ADD);
        long revision = store.count("SELECT revision FROM head");
        store.asSuperuser(
                "SET session_replication_role = replica; UPDATE import SET reference = 'stolen-of-mueller.csv'");
        done(erasures.erase(change(revision, NOTED), ORDER, OFFICER));
        assertThat(store.count("SELECT count(*) FROM import WHERE reference = ''"))
                .as("though no row of it says the same")
                .isEqualTo(1);
        store.asSuperuser("SET session_replication_role = replica; UPDATE import SET reference = 'again.csv'");
        assertThat(erasures.find(change(revision, NOTED)))
                .as("though nothing else is left")
                .isInstanceOfSatisfying(
                        Outcome.Previewed.class,
                        preview -> assertThat(preview.found().files()).isEqualTo(1));
        done(erasures.erase(change(revision, NOTED), ORDER, OFFICER));
        Outcome.Done done = done(erasures.erase(new OfPerson("clerk"), ORDER, OFFICER));
        assertThat(done.found().files()).isEqualTo(1);
        assertThat(store.count("SELECT count(*) FROM import WHERE actor = ''")).isEqualTo(1);
        assertHolds();
    }

    @Test
    void whatAnAdministratorOfTheDatabaseErasesByHandIsFound() throws Exception {
        noted("FIR 12/2026", "Müller", null);
        AddOutcome.Added lock = (AddOutcome.Added) rules.add(rule(List.of(ANNA, BERT)), false, CLERK);
        new PostgresAccessJournal(store.database, store.vault)
                .record(new Access(Read.DEVICES_OF_SUBSCRIBER, ANNA, DEVICE, "case 9"), CLERK);
        proposed("kim");
        assertThat(lock.rule().added().revision()).isEqualTo(2);
        assertFound("UPDATE proposal SET request = '', salt = ''", "personal-data-missing: revision 4, row 1");
        assertFound(
                "UPDATE access_record SET cipher = NULL, key_id = NULL, lookup = NULL, salt = ''",
                "personal-data-missing: revision 3, row 1");
        assertFound(
                "DELETE FROM subscriber_rule_imsi; UPDATE subscriber_rule SET salt = ''",
                "personal-data-missing: revision 2, row 1");
        assertFound("UPDATE entry SET note = NULL, salt = ''", "personal-data-changed: revision 1, row 1");
        assertFound("UPDATE change_set_actor SET actor = NULL, salt = ''", "personal-data-missing: revision 1: ");
    }

    @Test
    void anErasureThatTheLogDoesNotHaveIsFound() throws Exception {
        noted("FIR 12/2026", "Müller", null);
        noted("FIR 13/2026", null, null);
        done(erasures.erase(change(2, NOTED), ORDER, OFFICER));
        assertHolds();
        String mark = "INSERT INTO erased_place SELECT erased_by, 3, " + id(1) + ", 1, 1, 1, fields FROM erased_place;";
        assertFound(
                mark + "UPDATE entry SET reference = NULL, note = NULL, salt = '' WHERE id = 1",
                "personal-data-missing: revision 1, row 1: what it commits to is not there, and revision 3,");
    }

    @Test
    void anErasureThatSaysMoreThanItDidIsFound() throws Exception {
        noted("FIR 12/2026", "Müller", null);
        noted("FIR 13/2026", null, null);
        done(erasures.erase(change(2, NOTED), ORDER, OFFICER));
        assertHolds();
        assertFound(
                "DELETE FROM erased_place; UPDATE entry SET reference = 'FIR 13/2026', salt = sha256('x') WHERE id = 2",
                "personal-data-changed: revision 2, row 1");
    }

    @Test
    void aForgedRowOfAnErasureIsFound() throws Exception {
        noted("FIR 12/2026", "Müller", null);
        noted("FIR 13/2026", null, null);
        done(erasures.erase(change(2, NOTED), ORDER, OFFICER));
        assertHolds();
        assertFound(
                "UPDATE change SET canonical = overlay(canonical PLACING '\\x01'::bytea FROM 10) WHERE operation = 18",
                "row-changed: revision 3");
    }

    @Test
    void whatIsPutBackAfterItWasErasedIsFound() throws Exception {
        noted("FIR 12/2026", "Müller", null);
        store.asOwner("CREATE TABLE kept AS SELECT note, salt FROM entry");
        done(erasures.erase(change(1, Set.of(PersonalField.NOTE)), ORDER, OFFICER));
        assertHolds();
        assertFound("UPDATE entry SET note = (SELECT note FROM kept)", "erased-data-present: revision 1, row 1");
        assertFound(
                "UPDATE entry SET note = NULL, reference = NULL, salt = ''",
                "personal-data-missing: revision 1, row 1: more is missing than revision 2 erased");
        assertFound(
                "DELETE FROM erased_place; UPDATE entry SET note = k.note, reference = 'FIR 12/2026', salt = k.salt FROM kept k",
                "erased-data-present: revision 2, row 2");
    }

    /** By somebody whom no right and no trigger hinders. */
    private void assertFound(String attack, String finding) throws Exception {
        store.asSuperuser("SET session_replication_role = replica; " + attack);
        assertThat(verify().finding()).isNotNull().asString().startsWith(finding);
    }

    private static OfChange change(long revision, Set<PersonalField> fields) {
        return new OfChange(revision, null, fields);
    }

    private static OfSubscriber anna() {
        return new OfSubscriber(ANNA, Set.of(PersonalField.SUBSCRIBER));
    }

    private long id(long revision) throws Exception {
        return store.count("SELECT id FROM change_set WHERE revision = " + revision);
    }

    private Entry noted(String reference, String note, String sourceReference) {
        EntryFacts facts = new EntryFacts(
                StoreHarness.identity("35693803564380"),
                EquipmentList.BLACK,
                "police",
                EntryFacts.EVERYONE,
                Reason.STOLEN,
                reference,
                sourceReference,
                note,
                false,
                null,
                Validity.ALWAYS);
        if (store.lists.entry(1).isPresent()) {
            facts = StoreHarness.facts(EquipmentList.BLACK, "35693803564388", "police");
        }
        return ((ChangeOutcome.Done) store.lists.add(facts, CLERK)).added().getFirst();
    }

    private long proposed(String requester) {
        List<ApprovalReason> reasons = new ApprovalLimits(true, 1, 1, 1, 1, 1).reasons(ChangeSummary.POLICY);
        var waiting = (org.eir.core.approval.Approvals.ProposeOutcome.Waiting) store.approvals.propose(
                new Proposal.Asked(
                        Proposal.Operation.ADD_ENTRY,
                        "{\"note\":\"Müller\"}",
                        new Caller(new Actor(requester), Set.of(Role.OPERATOR), "op-a"),
                        "black 49015420323751",
                        reasons),
                Duration.ofDays(1));
        return waiting.proposal().id();
    }

    private static SubscriberRule rule(List<Imsi> subscribers) {
        return new SubscriberRule(
                DEVICE,
                SubscriberRule.Kind.LOCK,
                Verdict.PERMITTED,
                subscribers,
                "op-a",
                Reason.OTHER,
                "contract 5",
                "pays late",
                Validity.ALWAYS);
    }

    /** Anna's phone was seen, and that it asked was recorded. */
    private void seen() throws Exception {
        var sealed = store.vault.seal(ANNA);
        store.database.inTransaction(handle -> {
            handle.execute("SELECT keep_check_records(7)");
            handle.execute(
                    "INSERT INTO sighting (imei, lookup, key_id, cipher, via, peer, origin_host, origin_realm, first_seen, last_seen)"
                            + " VALUES (?, ?, ?, ?, 1, '', '', '', now(), now())",
                    DEVICE.digits(),
                    sealed.lookup(),
                    sealed.keyId(),
                    sealed.cipher());
            return handle.execute(
                    "INSERT INTO check_record (at, via, peer, origin_host, origin_realm, imei, key_id, cipher, lookup, verdict,"
                            + " decided, rule, revision, policy_version)"
                            + " VALUES (now(), 1, '', '', '', ?, ?, ?, ?, 'prohibited', 'prohibited', 'black-list', 1, 1)",
                    DEVICE.digits(),
                    sealed.keyId(),
                    sealed.cipher(),
                    sealed.lookup());
        });
    }

    private static Outcome.Done done(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return (Outcome.Done) outcome;
    }

    /** A checkpoint is signed over what is there, and the whole record verified. */
    private AuditReport assertHolds() throws Exception {
        MerkleRoot tree = new MerkleRoot();
        long head = store.count("SELECT revision FROM head");
        store.database.inTransaction(handle -> {
            handle.createQuery("SELECT leaf_hash FROM change_set ORDER BY revision")
                    .mapTo(byte[].class)
                    .forEach(tree::addHash);
            String note = SignedNote.sign(
                            TreeHead.of("eir.example.org/log", tree).text(), List.of(signer))
                    .print();
            return handle.execute("INSERT INTO checkpoint (size, note) VALUES (?, ?)", head, note);
        });
        AuditReport report = verify();
        assertThat(report.finding()).isNull();
        return report;
    }

    private AuditReport verify() throws Exception {
        AuditVerifier verifier = new AuditVerifier(List.of(signer.key()), List.of(), rows -> {});
        new PostgresAuditTrail(store.database).tell(verifier);
        return verifier.report();
    }
}
