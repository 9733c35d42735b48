package org.eir.store;

import static org.eir.store.StoreHarness.CLERK;
import static org.eir.store.StoreHarness.identity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.eir.core.change.Imports.ApplyOutcome;
import org.eir.core.change.Imports.Job;
import org.eir.core.change.Imports.Mode;
import org.eir.core.change.Imports.Receiver;
import org.eir.core.change.Imports.Request;
import org.eir.core.change.Imports.RowChange;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.eir.core.register.RegisterUpdate;
import org.eir.core.sighting.Impact;
import org.jspecify.annotations.Nullable;

/** A file of the police, written row by row; its first row is on line 2. */
final class ImportFile {
    private static final String SOURCE = "police";
    private static final String NAME = "stolen.csv";

    private record Row(RowChange change, EntryFacts facts) {}

    private final StoreHarness store;
    private final EquipmentList list;
    private final List<Row> rows = new ArrayList<>();
    private String identityColumn = "imei";

    private ImportFile(StoreHarness store, EquipmentList list) {
        this.store = store;
        this.list = list;
    }

    static ImportFile of(StoreHarness store, EquipmentList list) {
        return new ImportFile(store, list);
    }

    /** What the file calls the column with the identity. */
    ImportFile with(String otherIdentityColumn) {
        identityColumn = otherIdentityColumn;
        return this;
    }

    ImportFile add(String identity) {
        return row(RowChange.ADD, identity, null);
    }

    ImportFile add(String identity, Instant reported) {
        return row(RowChange.ADD, identity, reported);
    }

    ImportFile update(String identity, Instant reported) {
        return row(RowChange.UPDATE, identity, reported);
    }

    ImportFile remove(String identity) {
        return row(RowChange.REMOVE, identity, null);
    }

    private ImportFile row(RowChange change, String identity, @Nullable Instant reported) {
        EntryFacts facts = new EntryFacts(
                identity(identity),
                list,
                SOURCE,
                EntryFacts.EVERYONE,
                Reason.STOLEN,
                NAME,
                null,
                false,
                reported,
                Validity.ALWAYS);
        rows.add(new Row(change, facts));
        return this;
    }

    Job preview() {
        return preview(Mode.ADD, false);
    }

    Job preview(Mode mode, boolean overrideGolden) {
        return preview(mode, overrideGolden, StoreHarness::noImpact);
    }

    Job preview(Mode mode, boolean overrideGolden, Function<RegisterUpdate, Impact> impact) {
        Request request = new Request(list, SOURCE, mode, NAME, overrideGolden);
        try (Receiver receiver = store.imports.open(request, identityColumn, CLERK)) {
            long line = 2;
            for (Row row : rows) {
                receiver.accept(line++, row.change(), row.facts(), false, false);
            }
            return receiver.preview(impact);
        }
    }

    Job apply() {
        return apply(Mode.ADD);
    }

    Job apply(Mode mode) {
        ApplyOutcome outcome = store.apply(preview(mode, false).id(), CLERK);
        return ((ApplyOutcome.Applied) outcome).job();
    }
}
