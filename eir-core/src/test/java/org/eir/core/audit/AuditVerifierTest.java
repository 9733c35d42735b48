package org.eir.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.eir.core.audit.AuditTrail.Beside;
import org.eir.core.audit.AuditTrail.RecordedChange;
import org.eir.core.audit.Finding.Kind;
import org.eir.core.audit.WrittenTrail.Change;
import org.eir.core.audit.WrittenTrail.Kept;
import org.eir.core.audit.WrittenTrail.Row;
import org.eir.core.change.ChangeEncoding;
import org.eir.core.change.ChangeKind;
import org.eir.core.change.Commitment;
import org.eir.core.check.Policy;
import org.eir.core.check.Verdict;
import org.eir.core.erasure.PersonalField;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.eir.core.list.WithdrawalReason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Seven changes: a policy, three phones blocked, one taken back, one corrected, a device group; a checkpoint after the
 * third and after the last. Then somebody tampers.
 */
class AuditVerifierTest {
    private static final long IMEI = 49015420323751L;
    private static final List<Imei> MEMBERS = List.of(new Imei(IMEI), new Imei(IMEI + 1));

    private final LogSigner signer = LogSigner.generate(WrittenTrail.ORIGIN);
    private final WrittenTrail trail = new WrittenTrail();

    @BeforeEach
    void write() {
        Policy policy = new Policy(0, Verdict.PERMITTED, Verdict.REFUSED, Verdict.PERMITTED);
        trail.change(ChangeKind.POLICY, "boss", Row.of(ChangeEncoding.policy(policy, Commitment.NOTHING)));
        trail.change(ChangeKind.ENTRIES, "clerk", blocked(IMEI, Reason.STOLEN, "FIR 1"));
        trail.change(ChangeKind.ENTRIES, "clerk", blocked(IMEI + 1, Reason.STOLEN, null));
        trail.sign(signer);
        trail.change(
                ChangeKind.IMPORT, "clerk", blocked(IMEI + 2, Reason.LOST, null), blocked(IMEI + 3, Reason.LOST, "x"));
        trail.change(ChangeKind.ENTRIES, "clerk", withdrawn(IMEI + 1));
        // A correction: the new entry may be recorded before the old one is withdrawn.
        trail.change(ChangeKind.ENTRIES, "clerk", blocked(IMEI + 2, Reason.STOLEN, null), withdrawn(IMEI + 2));
        trail.change(ChangeKind.DEVICE_GROUP, "clerk", Row.of(ChangeEncoding.deviceGroup("police", MEMBERS)));
        trail.sign(signer);
        trail.inForce.add(ChangeEncoding.policy(policy, Commitment.NOTHING));
        trail.inForce.add(ChangeEncoding.addition(facts(IMEI, Reason.STOLEN, null), Commitment.NOTHING));
        trail.inForce.add(ChangeEncoding.addition(facts(IMEI + 2, Reason.STOLEN, null), Commitment.NOTHING));
        trail.inForce.add(ChangeEncoding.addition(facts(IMEI + 3, Reason.LOST, null), Commitment.NOTHING));
        trail.inForce.add(ChangeEncoding.deviceGroup("police", MEMBERS));
    }

    @Test
    void whatWasNotTamperedWithHolds() throws Exception {
        AuditReport report = verify();
        assertThat(report.finding()).isNull();
        assertThat(report.changes()).isEqualTo(7);
        assertThat(report.rows()).isEqualTo(9);
        assertThat(report.checkpoints()).isEqualTo(2);
        assertThat(report.signed()).isEqualTo(7);
        assertThat(report.opened()).as("seven authors and two references").isEqualTo(9);
        assertThat(report.inForce()).isEqualTo(5);
    }

    @Test
    void aChangedRowIsFoundThoughItMakesSense() throws Exception {
        trail.changes.get(1).rows().set(0, blocked(IMEI, Reason.FRAUD, "FIR 1"));
        assertFound(Kind.ROW_CHANGED, 2, 1);
    }

    @Test
    void aChangedRowIsFoundThoughEveryHashInTheDatabaseWasMadeToFit() throws Exception {
        trail.changes.set(1, trail.changes.get(1).rewritten(2, List.of(blocked(IMEI, Reason.FRAUD, "FIR 1"))));
        assertFound(Kind.HISTORY_REWRITTEN, 3, 0);
    }

    @Test
    void aChangeThatSaysAnotherTimeIsFound() throws Exception {
        replace(2, with(trail.changes.get(2).recorded(), 3, -30, ChangeKind.ENTRIES.code()));
        assertFound(Kind.LEAF_CHANGED, 3, 0);
    }

    @Test
    void rowsThatAreMissingOrAddedAreFound() throws Exception {
        Row row = trail.changes.get(3).rows().removeLast();
        assertFound(Kind.ROWS_MISSING, 4, 0);
        trail.changes.get(3).rows().addAll(List.of(row, row));
        assertFound(Kind.ROWS_ADDED, 4, 0);
    }

    @Test
    void theLastChangesTakenOffAreFound() throws Exception {
        trail.changes.subList(5, 7).clear();
        assertFound(Kind.HISTORY_SHORTENED, 5, 0);
    }

    @Test
    void theLastChangesTakenOffWithTheirCheckpointAreFoundByOneKeptElsewhere() throws Exception {
        SignedNote kept = accepted(trail.checkpoints.removeLast());
        trail.changes.subList(5, 7).clear();
        trail.head = 5;
        trail.inForce.clear();
        assertFound(verify(List.of(signer.key()), List.of(kept)), Kind.HISTORY_SHORTENED, 5, 0);
    }

    @Test
    void yesterdaysBackupThatLivedOnIsFoundByACheckpointKeptElsewhere() throws Exception {
        SignedNote kept = accepted(trail.checkpoints.removeLast());
        trail.changes.subList(5, 7).clear();
        trail.head = 5;
        trail.inForce.clear();
        trail.change(ChangeKind.ENTRIES, "clerk", blocked(IMEI + 7, Reason.STOLEN, null));
        trail.change(ChangeKind.ENTRIES, "clerk", blocked(IMEI + 8, Reason.STOLEN, null));
        trail.sign(signer);
        assertFound(verify(List.of(signer.key()), List.of(kept)), Kind.HISTORY_REWRITTEN, 7, 0);
    }

    @Test
    void changesInAnotherOrderAreFound() throws Exception {
        Collections.swap(trail.changes, 1, 2);
        assertFound(Kind.CHANGE_MISSING, 2, 0);
        Collections.swap(trail.changes, 1, 2);
        Change second = trail.changes.get(1);
        trail.changes.set(
                1, trail.changes.get(2).rewritten(2, trail.changes.get(2).rows()));
        trail.changes.set(2, second.rewritten(3, second.rows()));
        assertFound(Kind.REORDERED, 3, 0);
    }

    @Test
    void aChangeInsertedInThePastIsFound() throws Exception {
        Change forged = trail.changes.get(1).rewritten(2, List.of(blocked(IMEI + 9, Reason.STOLEN, null)));
        RecordedChange earlier = with(forged.recorded(), 2, -1, ChangeKind.ENTRIES.code());
        List<Change> others = new ArrayList<>(trail.changes.subList(1, 7));
        trail.changes.subList(1, 7).clear();
        trail.changes.add(new Change(earlier, forged.actor(), forged.rows()).rewritten(2, forged.rows()));
        for (Change other : others) {
            trail.changes.add(other.rewritten(trail.changes.size() + 1, other.rows()));
        }
        trail.head = 8;
        assertThat(verify().finding())
                .isNotNull()
                .extracting(Finding::kind)
                .isIn(Kind.REORDERED, Kind.HISTORY_REWRITTEN);
    }

    @Test
    void aMissingChangeIsFound() throws Exception {
        trail.changes.remove(1);
        assertFound(Kind.CHANGE_MISSING, 2, 0);
    }

    @Test
    void aSwappedOrAlteredCheckpointIsFound() throws Exception {
        Kept first = trail.checkpoints.getFirst();
        trail.checkpoints.set(0, new Kept(3, trail.checkpoints.getLast().note()));
        assertFound(Kind.CHECKPOINT_MISPLACED, 3, 0);
        trail.checkpoints.set(0, new Kept(2, first.note().replace("\n3\n", "\n2\n")));
        assertFound(Kind.CHECKPOINT_FORGED, 2, 0);
        trail.checkpoints.set(0, new Kept(3, "nothing"));
        assertFound(Kind.CHECKPOINT_UNREADABLE, 3, 0);
    }

    @Test
    void anotherKeyIsFound() throws Exception {
        trail.checkpoints.clear();
        trail.sign(LogSigner.generate(WrittenTrail.ORIGIN));
        assertFound(Kind.UNKNOWN_KEY, 7, 0);
    }

    @Test
    void aKeyThatTheLogIntroducesIsTrustedOnceATrustedOneHasSignedThat() throws Exception {
        LogSigner next = LogSigner.generate(WrittenTrail.ORIGIN);
        trail.change(ChangeKind.LOG_KEY, "configuration", keyBegins(next));
        trail.sign(next);
        trail.sign(signer);
        trail.change(ChangeKind.DEVICE_GROUP, "clerk", Row.of(ChangeEncoding.deviceGroupDissolved("police", MEMBERS)));
        trail.sign(next);
        trail.inForce.removeLast();

        AuditReport report = verify();

        assertThat(report.finding()).isNull();
        assertThat(report.keys()).containsExactly(signer.key(), next.key());
        assertThat(report.checkpoints()).isEqualTo(5);
        assertThat(report.signed()).isEqualTo(9);
        assertFound(verify(List.of(LogSigner.generate(WrittenTrail.ORIGIN).key()), List.of()), Kind.UNKNOWN_KEY, 3, 0);
    }

    @Test
    void aKeyThatNobodyTrustedHasVouchedForIsFound() throws Exception {
        LogSigner attacker = LogSigner.generate(WrittenTrail.ORIGIN);
        trail.change(ChangeKind.LOG_KEY, "configuration", keyBegins(attacker));
        trail.sign(attacker);
        assertFound(Kind.UNKNOWN_KEY, 8, 0);
    }

    private static Row keyBegins(LogSigner signer) {
        return Row.of(ChangeEncoding.logKey(signer.key().name(), signer.key().octets()));
    }

    @Test
    void noCheckpointAtAllIsFound() throws Exception {
        trail.checkpoints.clear();
        assertFound(Kind.UNSIGNED, 0, 0);
    }

    @Test
    void anotherLogIsFound() throws Exception {
        LogSigner other = LogSigner.generate("other.example.org/log");
        assertFound(verify(List.of(other.key()), List.of()), Kind.OTHER_LOG, 3, 0);
    }

    @Test
    void namesAndReferencesThatWereChangedOrTakenAwayAreFound() throws Exception {
        Row row = trail.changes.get(1).rows().getFirst();
        Beside.Data beside = (Beside.Data) row.beside();
        trail.changes
                .get(1)
                .rows()
                .set(0, new Row(row.canonical(), new Beside.Data(beside.salt(), Arrays.asList("FIR 2", null, null))));
        assertFound(Kind.PERSONAL_DATA_CHANGED, 2, 1);
        trail.changes.get(1).rows().set(0, Row.of(row.canonical()));
        assertFound(Kind.PERSONAL_DATA_MISSING, 2, 1);
        trail.changes.get(1).rows().set(0, row);
        Change change = trail.changes.get(2);
        trail.changes.set(2, new Change(change.recorded(), trail.changes.get(1).actor(), change.rows()));
        assertThat(verify().finding()).isNotNull().extracting(Finding::kind).isEqualTo(Kind.PERSONAL_DATA_CHANGED);
    }

    @Test
    void whatAChangeErasedIsNotMissedAndItsOrderIsTold() throws Exception {
        Row row = trail.changes.get(1).rows().getFirst();
        trail.changes.get(1).rows().set(0, new Row(row.canonical(), new Beside.Erased(8, Beside.NOTHING)));
        Commitment order = Commitment.to("DPA 7/2026");
        trail.change(
                ChangeKind.ERASURE,
                "officer",
                new Row(ChangeEncoding.erasure("change", 0, order), WrittenTrail.data(order, "DPA 7/2026")),
                Row.of(ChangeEncoding.erased(2, 1, List.of(1), Commitment.NOTHING)));
        trail.sign(signer);
        AuditReport report = verify();
        assertThat(report.finding()).isNull();
        assertThat(report.erasures()).singleElement().satisfies(told -> {
            assertThat(told.order()).isEqualTo("DPA 7/2026");
            assertThat(told.actor()).isEqualTo("officer");
            assertThat(told.fields()).containsExactly(Map.entry(PersonalField.REFERENCE, 1L));
        });
        trail.changes.get(1).rows().set(0, row);
        assertFound(Kind.ERASED_DATA_PRESENT, 8, 2);
        trail.changes.get(1).rows().set(0, new Row(row.canonical(), new Beside.Erased(8, row.beside())));
        assertFound(Kind.ERASED_DATA_PRESENT, 2, 1);
    }

    @Test
    void whatIsSaidToBeErasedAndNoChangeErasedIsMissed() throws Exception {
        Row row = trail.changes.get(1).rows().getFirst();
        for (long by : new long[] {1, 2, 5, 99}) {
            trail.changes.get(1).rows().set(0, new Row(row.canonical(), new Beside.Erased(by, Beside.NOTHING)));
            assertFound(Kind.PERSONAL_DATA_MISSING, 2, 1);
        }
    }

    @Test
    void nothingIsErasedWithoutAnOrder() throws Exception {
        Row row = trail.changes.get(1).rows().getFirst();
        trail.changes.get(1).rows().set(0, new Row(row.canonical(), new Beside.Erased(8, Beside.NOTHING)));
        Row erased = Row.of(ChangeEncoding.erased(2, 1, List.of(1), Commitment.NOTHING));
        Commitment order = Commitment.to("DPA 7/2026");
        Row ordered = new Row(ChangeEncoding.erasure("change", 0, order), WrittenTrail.data(order, "DPA 7/2026"));
        Row unordered = Row.of(ChangeEncoding.erasure("change", 0, Commitment.NOTHING));
        Row other = trail.changes.get(2).rows().getFirst();
        misplaced(1, ChangeKind.ENTRIES, erased);
        misplaced(1, ChangeKind.ENTRIES, ordered, erased);
        misplaced(0, ChangeKind.ERASURE);
        misplaced(1, ChangeKind.ERASURE, erased);
        misplaced(1, ChangeKind.ERASURE, unordered, erased);
        misplaced(2, ChangeKind.ERASURE, ordered, ordered, erased);
        misplaced(2, ChangeKind.ERASURE, ordered, new Row(other.canonical(), Beside.NOTHING), erased);
    }

    /** As revision 8, signed by whoever has the node's key. */
    private void misplaced(long row, ChangeKind kind, Row... rows) throws Exception {
        trail.change(kind, "officer", rows);
        assertFound(Kind.CHANGE_IMPOSSIBLE, 8, row);
        trail.changes.removeLast();
        trail.head--;
    }

    @Test
    void whatIsKeptBackIsCountedNotMissed() throws Exception {
        Row proposal = new Row(ChangeEncoding.proposal(7, "add-entry", Commitment.to("a request")), Beside.WITHHELD);
        trail.change(ChangeKind.APPROVAL, "jane", proposal);
        trail.sign(signer);
        AuditReport report = verify();
        assertThat(report.finding()).isNull();
        assertThat(report.withheld()).isEqualTo(1);
    }

    @Test
    void whatMayBeSeenIsNotKeptBack() throws Exception {
        Row row = trail.changes.get(1).rows().getFirst();
        for (Beside beside : List.of(Beside.WITHHELD, new Beside.Erased(8, Beside.WITHHELD))) {
            trail.changes.get(1).rows().set(0, new Row(row.canonical(), beside));
            assertFound(Kind.PERSONAL_DATA_MISSING, 2, 1);
        }
        trail.changes.get(1).rows().set(0, row);
        Change change = trail.changes.get(1);
        trail.changes.set(1, new Change(change.recorded(), Beside.WITHHELD, change.rows()));
        assertFound(Kind.PERSONAL_DATA_MISSING, 2, 0);
    }

    @Test
    void anEntryThatNoChangeAddedIsFound() throws Exception {
        trail.inForce.add(ChangeEncoding.addition(facts(IMEI + 50, Reason.STOLEN, null), Commitment.NOTHING));
        assertFound(Kind.LISTS_DIFFER, 0, 0);
    }

    @Test
    void anEntryThatSaysSomethingElseIsFoundWithTheRowThatAddedIt() throws Exception {
        trail.inForce.set(2, ChangeEncoding.addition(facts(IMEI + 2, Reason.UNPAID, null), Commitment.NOTHING));
        assertFound(Kind.LISTS_DIFFER, 6, 1);
    }

    @Test
    void anEntryThatIsGoneFromTheListsIsFoundWithTheRowThatAddedIt() throws Exception {
        trail.inForce.remove(3);
        assertFound(Kind.LISTS_DIFFER, 4, 2);
    }

    @Test
    void aWithdrawalOfWhatWasNeverInForceIsFound() throws Exception {
        trail.checkpoints.removeLast();
        trail.change(ChangeKind.ENTRIES, "clerk", withdrawn(IMEI + 60));
        trail.sign(signer);
        assertFound(Kind.CHANGE_IMPOSSIBLE, 8, 1);
    }

    @Test
    void aRecordThatBreaksOffIsFound() {
        AuditVerifier verifier = new AuditVerifier(List.of(signer.key()), List.of(), rows -> {});
        verifier.begin(7);
        assertFound(verifier.report(), Kind.INCOMPLETE, 0, 0);
    }

    @Test
    void changesSinceTheLastCheckpointHoldAndAreNotYetSigned() throws Exception {
        trail.change(ChangeKind.DEVICE_GROUP, "clerk", Row.of(ChangeEncoding.deviceGroupDissolved("police", MEMBERS)));
        trail.inForce.removeLast();
        AuditReport report = verify();
        assertThat(report.finding()).isNull();
        assertThat(report.changes()).isEqualTo(8);
        assertThat(report.signed()).isEqualTo(7);
    }

    private void replace(int index, RecordedChange recorded) {
        Change change = trail.changes.get(index);
        trail.changes.set(index, new Change(recorded, change.actor(), change.rows()));
    }

    private static RecordedChange with(RecordedChange change, long revision, long secondsLater, int kind) {
        return new RecordedChange(
                revision,
                change.recordedAt().plusSeconds(secondsLater),
                change.encoding(),
                kind,
                change.rows(),
                change.rowsRoot(),
                change.actorHash(),
                change.leafHash());
    }

    private AuditReport verify() throws IOException {
        return verify(List.of(signer.key()), List.of());
    }

    private AuditReport verify(List<LogKey> keys, List<SignedNote> kept) throws IOException {
        AuditVerifier verifier = new AuditVerifier(keys, kept, rows -> {});
        trail.tell(verifier);
        return verifier.report();
    }

    private void assertFound(Kind kind, long revision, long row) throws IOException {
        assertFound(verify(), kind, revision, row);
    }

    private static void assertFound(AuditReport report, Kind kind, long revision, long row) {
        assertThat(report.finding()).isNotNull();
        assertThat(report.finding()).asString().startsWith(kind.text() + ": ");
        assertThat(report.finding().revision()).isEqualTo(revision);
        assertThat(report.finding().row()).isEqualTo(row);
    }

    private static SignedNote accepted(Kept kept) {
        return ((org.eir.core.input.Outcome.Accepted<SignedNote>) SignedNote.parse(kept.note())).value();
    }

    private static Row blocked(long imei, Reason reason, String reference) {
        EntryFacts facts = facts(imei, reason, reference);
        Commitment personal = Commitment.of(facts);
        return new Row(ChangeEncoding.addition(facts, personal), WrittenTrail.data(personal, reference, null, null));
    }

    private static Row withdrawn(long imei) {
        return Row.of(ChangeEncoding.withdrawal(
                ImeiRange.of(new Imei(imei)),
                EquipmentList.BLACK,
                "police",
                "",
                WithdrawalReason.RECOVERED,
                Commitment.NOTHING));
    }

    private static EntryFacts facts(long imei, Reason reason, String reference) {
        return new EntryFacts(
                ImeiRange.of(new Imei(imei)),
                EquipmentList.BLACK,
                "police",
                "",
                reason,
                reference,
                null,
                false,
                null,
                Validity.ALWAYS);
    }
}
