package org.eir.admin.input;

import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.eir.admin.input.Columns.Column;
import org.eir.core.change.Imports.RowChange;
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
    private static final Pattern MD5 = Pattern.compile("[0-9a-fA-F]{32}");

    /** So that all descriptions of a row fit into a note. */
    private static final int MAX_DESCRIPTION = 200;

    private final Columns columns;
    private final List<Column> descriptions;
    private final RowDefaults defaults;

    /** What a row asks for, whether its reason was given, and whether its IMEI ended in the spare digit. */
    record Row(RowChange change, EntryFacts facts, boolean reasonSaid, boolean spareDigit) {}

    RowReader(Columns columns, RowDefaults defaults) {
        this.columns = columns;
        this.descriptions = columns.descriptions();
        this.defaults = defaults;
    }

    Outcome<Row> read(String line) {
        return CsvLine.split(ROW, line).then(fields -> {
            if (fields.length != columns.count()) {
                return Outcome.refused(
                        ROW,
                        Texts.masked(line),
                        "has " + fields.length + " fields where the header names " + columns.count());
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
            RowChange change = optional(Column.CHANGE_TYPE, Words::rowChange);
            if (identity != null && change == RowChange.REMOVE && refusal == null) {
                EntryFacts facts =
                        facts(identity, defaults.reason(), defaults.reference(), null, null, Validity.ALWAYS);
                return Outcome.accepted(new Row(change, facts, false, identity.spareDigit()));
            }
            checkStatus();
            Reason reason = optional(Column.REASON, Words::reason);
            String reference = optional(Column.REFERENCE, Texts::reference);
            Instant reported = optional(
                    Column.REPORTING_DATE, (field, text) -> Moments.reportingDate(field, text, defaults.now()));
            Validity validity = take(validity());
            String note = note();
            if (refusal != null || identity == null || validity == null) {
                return new Refused<>(refusal == null ? Refusal.of(ROW, "", "cannot be read") : refusal);
            }
            EntryFacts facts = facts(
                    identity,
                    reason == null ? defaults.reason() : reason,
                    reference == null ? defaults.reference() : reference,
                    note,
                    reported,
                    validity);
            return Outcome.accepted(new Row(
                    change == null ? RowChange.ADD : change,
                    facts,
                    reason != null || defaults.reasonSaid(),
                    identity.spareDigit()));
        }

        private EntryFacts facts(
                ListedIdentity identity,
                Reason reason,
                String reference,
                @Nullable String note,
                @Nullable Instant reported,
                Validity validity) {
            return new EntryFacts(
                    identity.range(),
                    defaults.list(),
                    defaults.source(),
                    EntryFacts.EVERYONE,
                    reason,
                    reference,
                    note,
                    false,
                    reported,
                    validity);
        }

        private Outcome<ListedIdentity> identity() {
            Column column = columns.identity();
            String text = columns.value(fields, column);
            if (MD5.matcher(text).matches()) {
                return Outcome.refused(
                        column.text(),
                        text,
                        "is an MD5 hash, and no IMEI can be made of a hash; send the IMEIs themselves");
            }
            return column == Column.TAC
                    ? ListedIdentity.tac(column.text(), text)
                    : ListedIdentity.imei(column.text(), text, defaults.checkDigit());
        }

        private void checkStatus() {
            String status = columns.value(fields, Column.STATUS);
            boolean mild = defaults.list().severity() == EquipmentList.WHITE.severity();
            String due = mild ? "whitelist" : "blacklist";
            if (!status.isEmpty() && !status.equalsIgnoreCase(due)) {
                refuse(Refusal.of(
                        Column.STATUS.text(),
                        status,
                        "has to be " + due + " or empty in an import into the "
                                + defaults.list().text() + " list"));
            }
        }

        /** A date of blocking that has come says nothing any more. */
        private Outcome<Validity> validity() {
            Instant from = optional(Column.VALID_FROM, Moments::moment);
            Instant block = optional(Column.BLOCK_DATE, Moments::date);
            Instant until = optional(Column.VALID_UNTIL, Moments::moment);
            boolean toCome = block != null && block.isAfter(defaults.now());
            return Moments.validity(toCome ? block : from, until, Column.VALID_UNTIL.text());
        }

        /** What describes the device or the case: {@code make: Acme; model: X1}. */
        private @Nullable String note() {
            StringBuilder note = new StringBuilder();
            for (Column column : descriptions) {
                String text = optional(column, (field, value) -> Texts.line(field, value, MAX_DESCRIPTION));
                if (text != null) {
                    note.append(note.isEmpty() ? "" : "; ")
                            .append(column.text())
                            .append(": ")
                            .append(text);
                }
            }
            return note.isEmpty() ? null : note.toString();
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
