package org.eir.admin.input;

import java.time.Instant;
import java.util.function.BiFunction;
import org.eir.admin.input.Columns.Column;
import org.eir.core.identity.ListedIdentity;
import org.eir.core.input.Outcome;
import org.eir.core.input.Outcome.Accepted;
import org.eir.core.input.Outcome.Refused;
import org.eir.core.input.Refusal;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.jspecify.annotations.Nullable;

/** Makes an entry of a row, or says what is wrong with it: the first thing, in the order of the columns' meaning. */
final class RowReader {
    private static final String ROW = "row";
    private static final String BLOCKED = "blacklist";

    private final Columns columns;
    private final RowDefaults defaults;

    /** The entry a row asks for, and whether its IMEI ended in the spare digit. */
    record Row(EntryFacts facts, boolean spareDigit) {}

    RowReader(Columns columns, RowDefaults defaults) {
        this.columns = columns;
        this.defaults = defaults;
    }

    Outcome<Row> read(String line) {
        return CsvLine.split(ROW, line).then(fields -> {
            if (fields.length != columns.count()) {
                return Outcome.refused(
                        ROW, line, "has " + fields.length + " fields where the header names " + columns.count());
            }
            return new OneRow(fields).read();
        });
    }

    /** One row while it is read: the first refusal stands. */
    private final class OneRow {
        private final String[] fields;
        private @Nullable Refusal refusal;

        OneRow(String[] fields) {
            this.fields = fields;
        }

        Outcome<Row> read() {
            ListedIdentity identity = take(identity());
            checkStatus();
            Reason reason = optional(Column.REASON, Words::reason);
            String reference = optional(Column.REFERENCE, Texts::reference);
            Instant reported = optional(
                    Column.REPORTING_DATE, (field, text) -> Moments.reportingDate(field, text, defaults.now()));
            Instant from = optional(Column.VALID_FROM, Moments::moment);
            Instant until = optional(Column.VALID_UNTIL, Moments::moment);
            Validity validity = take(Moments.validity(from, until, Column.VALID_UNTIL.text()));
            if (refusal != null || identity == null || validity == null) {
                return new Refused<>(refusal == null ? Refusal.of(ROW, "", "cannot be read") : refusal);
            }
            EntryFacts facts = new EntryFacts(
                    identity.range(),
                    defaults.list(),
                    defaults.source(),
                    EntryFacts.EVERYONE,
                    reason == null ? defaults.reason() : reason,
                    reference == null ? defaults.reference() : reference,
                    null,
                    false,
                    reported,
                    validity);
            return Outcome.accepted(new Row(facts, identity.spareDigit()));
        }

        private Outcome<ListedIdentity> identity() {
            Column column = columns.identity();
            String text = columns.value(fields, column);
            return column == Column.TAC
                    ? ListedIdentity.tac(column.text(), text)
                    : ListedIdentity.imei(column.text(), text, defaults.checkDigit());
        }

        private void checkStatus() {
            String status = columns.value(fields, Column.STATUS);
            if (!status.isEmpty() && !status.equalsIgnoreCase(BLOCKED)) {
                refuse(Refusal.of(Column.STATUS.text(), status, "has to be " + BLOCKED + " or empty"));
            } else if (!status.isEmpty() && defaults.list().severity() == EquipmentList.WHITE.severity()) {
                refuse(Refusal.of(
                        Column.STATUS.text(),
                        status,
                        "contradicts an import into the " + defaults.list().text() + " list"));
            }
        }

        private <T> @Nullable T optional(Column column, BiFunction<String, String, Outcome<T>> reader) {
            String text = columns.value(fields, column);
            return text.isEmpty() ? null : take(reader.apply(column.text(), text));
        }

        private <T> @Nullable T take(Outcome<T> outcome) {
            return switch (outcome) {
                case Accepted<T> accepted -> accepted.value();
                case Refused<T> refused -> {
                    refuse(refused.refusal());
                    yield null;
                }
            };
        }

        private void refuse(Refusal found) {
            if (refusal == null) {
                refusal = found;
            }
        }
    }
}
