package org.eir.core.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntPredicate;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.identity.ImeiRange.Level;
import org.eir.core.identity.Tac;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Listing;
import org.eir.core.list.Match;
import org.eir.core.list.Reason;
import org.junit.jupiter.api.Test;

class RegisterTableTest {
    private static final int BLACK = Listing.of(EquipmentList.BLACK, Reason.STOLEN, false);
    private static final int GREY = Listing.of(EquipmentList.GREY, Reason.UNPAID, false);
    private static final ImeiRange SINGLE = ImeiRange.of(Imei.of("35693803000050"));
    private static final ImeiRange RANGE = new ImeiRange(35693803000000L, 35693803000099L);
    private static final ImeiRange WHOLE_TAC = ImeiRange.of(new Tac(35693803));

    /** More TACs than the directory has pages, so that many share one. */
    private static final int MANY_TACS = 20_000;

    @Test
    void anEmptyTableListsNothing() {
        assertThat(RegisterTable.EMPTY.lookup(0)).isEqualTo(Match.NONE);
        assertThat(RegisterTable.EMPTY.lookup(99_999_999_999_999L)).isEqualTo(Match.NONE);
        assertThat(RegisterTable.EMPTY.identities()).isZero();
        assertThat(RegisterTable.EMPTY.tacs()).isZero();
    }

    @Test
    void everyIdentityIsCountedOnceAndItsTacToo() {
        RegisterTable table = with(SINGLE, BLACK, RANGE, BLACK, WHOLE_TAC, GREY, ImeiRange.of(new Tac(1)), GREY);
        assertThat(table.identities()).isEqualTo(4);
        assertThat(table.tacs()).isEqualTo(2);
    }

    @Test
    void twoEntriesForOneIdentityInOneEditAreOneIdentity() {
        RegisterTable table =
                with(SINGLE, GREY, SINGLE, BLACK, RANGE, GREY, RANGE, BLACK, WHOLE_TAC, GREY, WHOLE_TAC, BLACK);
        assertThat(table.identities()).isEqualTo(3);
        assertThat(table.lookup(SINGLE.from())).isEqualTo(Match.of(BLACK, Level.SINGLE));
        assertThat(table.lookup(RANGE.from())).isEqualTo(Match.of(BLACK, Level.RANGE));
        assertThat(table.lookup(WHOLE_TAC.to())).isEqualTo(Match.of(BLACK, Level.TAC));
    }

    @Test
    void aLaterEditReplacesWhatWasSaidBefore() {
        RegisterTable table = with(SINGLE, BLACK, RANGE, BLACK, WHOLE_TAC, BLACK)
                .with(edit(SINGLE, GREY, RANGE, GREY, WHOLE_TAC, GREY));
        assertThat(table.lookup(SINGLE.from())).isEqualTo(Match.of(GREY, Level.SINGLE));
        assertThat(table.lookup(RANGE.from())).isEqualTo(Match.of(GREY, Level.RANGE));
        assertThat(table.lookup(WHOLE_TAC.to())).isEqualTo(Match.of(GREY, Level.TAC));
        assertThat(table.identities()).isEqualTo(3);
    }

    @Test
    void whatIsTakenOutOneByOneUncoversWhatIsWider() {
        RegisterTable all = with(SINGLE, GREY, RANGE, GREY, WHOLE_TAC, GREY);
        RegisterTable noSingle = all.with(edit(SINGLE, Listing.NONE));
        RegisterTable onlyTac = noSingle.with(edit(RANGE, Listing.NONE));
        RegisterTable nothing = onlyTac.with(edit(WHOLE_TAC, Listing.NONE));
        assertThat(noSingle.lookup(SINGLE.from())).isEqualTo(Match.of(GREY, Level.RANGE));
        assertThat(onlyTac.lookup(SINGLE.from())).isEqualTo(Match.of(GREY, Level.TAC));
        assertThat(nothing.lookup(SINGLE.from())).isEqualTo(Match.NONE);
        assertThat(onlyTac.tacs()).isEqualTo(1);
        assertThat(nothing.tacs()).isZero();
        assertThat(nothing.identities()).isZero();
    }

    @Test
    void takingOutWhatIsNotThereChangesNothing() {
        RegisterTable table = with(SINGLE, BLACK)
                .with(edit(RANGE, Listing.NONE, WHOLE_TAC, Listing.NONE, ImeiRange.of(new Tac(1)), Listing.NONE));
        assertThat(table.identities()).isEqualTo(1);
        assertThat(table.tacs()).isEqualTo(1);
        assertThat(table.lookup(SINGLE.from())).isEqualTo(Match.of(BLACK, Level.SINGLE));
    }

    @Test
    void anOldTableIsUntouchedByWhatIsMadeOfIt() {
        RegisterTable old = with(SINGLE, BLACK, RANGE, GREY);
        old.with(edit(SINGLE, Listing.NONE, RANGE, Listing.NONE, ImeiRange.of(new Tac(1)), BLACK));
        assertThat(old.lookup(SINGLE.from())).isEqualTo(Match.of(BLACK, Level.SINGLE));
        assertThat(old.lookup(RANGE.from())).isEqualTo(Match.of(GREY, Level.RANGE));
        assertThat(old.lookup(1_000_000)).isEqualTo(Match.NONE);
        assertThat(old.identities()).isEqualTo(2);
        assertThat(old.tacs()).isEqualTo(1);
    }

    @Test
    void tacsThatShareAPageKeepApart() {
        RegisterTable table = RegisterTable.EMPTY.with(editOfTacs(tac -> true, BLACK));
        assertThat(table.tacs()).isEqualTo(MANY_TACS);
        assertHolds(table, tac -> true, BLACK);

        RegisterTable odd = table.with(editOfTacs(tac -> tac % 2 == 0, Listing.NONE));
        assertThat(odd.tacs()).isEqualTo(MANY_TACS / 2);
        assertHolds(odd, tac -> tac % 2 == 1, BLACK);
        assertHolds(odd, tac -> tac % 2 == 0, Listing.NONE);

        RegisterTable again = odd.with(editOfTacs(tac -> tac % 2 == 0, GREY));
        assertThat(again.identities()).isEqualTo(MANY_TACS);
        assertHolds(again, tac -> tac % 2 == 1, BLACK);
        assertHolds(again, tac -> tac % 2 == 0, GREY);
        assertHolds(table, tac -> true, BLACK);
    }

    private static TableEdit editOfTacs(IntPredicate which, int listing) {
        TableEdit edit = new TableEdit();
        for (int tac = 0; tac < MANY_TACS; tac++) {
            if (which.test(tac)) {
                edit.put(ImeiRange.of(imeiOf(tac)), listing);
            }
        }
        return edit;
    }

    private static void assertHolds(RegisterTable table, IntPredicate which, int listing) {
        for (int tac = 0; tac < MANY_TACS; tac++) {
            if (which.test(tac)) {
                assertThat(table.lookup(imeiOf(tac).digits()).listing()).isEqualTo(listing);
            }
        }
    }

    private static Imei imeiOf(int number) {
        return new Imei((35_000_000L + number * 37L) * Tac.SERIALS + number);
    }

    private static RegisterTable with(Object... identitiesAndListings) {
        return RegisterTable.EMPTY.with(edit(identitiesAndListings));
    }

    private static TableEdit edit(Object... identitiesAndListings) {
        TableEdit edit = new TableEdit();
        for (int i = 0; i < identitiesAndListings.length; i += 2) {
            edit.put((ImeiRange) identitiesAndListings[i], (Integer) identitiesAndListings[i + 1]);
        }
        return edit;
    }
}
