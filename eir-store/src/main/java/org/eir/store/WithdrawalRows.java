package org.eir.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.eir.core.change.ChangeEncoding;
import org.eir.core.change.ChangeEncoding.Operation;
import org.eir.core.change.Commitment;
import org.eir.core.identity.ImeiRange;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.WithdrawalReason;
import org.jdbi.v3.core.Handle;

/** Journal rows for the entries that a change set has withdrawn in bulk: read in portions, encoded, copied back. */
final class WithdrawalRows {
    private static final int PORTION = 10_000;

    private record Row(long entryId, ImeiRange identity, String scope, byte[] canonical) {}

    private WithdrawalRows() {}

    static void write(Handle handle, long changeSet) throws SQLException {
        try (Statement statement = handle.getConnection().createStatement()) {
            statement.setFetchSize(PORTION);
            ResultSet entries = statement.executeQuery(
                    "SELECT id, id_from, id_to, list, source, scope, withdrawal_reason FROM entry WHERE withdrawn_by = "
                            + changeSet + " ORDER BY id");
            List<Row> portion = new ArrayList<>(PORTION);
            int written = 0;
            while (entries.next()) {
                portion.add(row(entries));
                if (portion.size() == PORTION) {
                    written += copy(handle, changeSet, written, portion);
                }
            }
            copy(handle, changeSet, written, portion);
        }
    }

    private static Row row(ResultSet entry) throws SQLException {
        ImeiRange identity = new ImeiRange(entry.getLong("id_from"), entry.getLong("id_to"));
        String scope = entry.getString("scope");
        byte[] canonical = ChangeEncoding.withdrawal(
                identity,
                EquipmentList.of(entry.getInt("list")),
                entry.getString("source"),
                scope,
                WithdrawalReason.of(entry.getInt("withdrawal_reason")),
                Commitment.NOTHING);
        return new Row(entry.getLong("id"), identity, scope, canonical);
    }

    private static int copy(Handle handle, long changeSet, int written, List<Row> portion) throws SQLException {
        try (CopyWriter copy = new CopyWriter(
                handle.getConnection(),
                "change (change_set_id, row_number, operation, entry_id, kind, id_from, id_to, scope, canonical)")) {
            int number = written;
            for (Row row : portion) {
                copy.row(9);
                copy.writeLong(changeSet);
                copy.writeInt(++number);
                copy.writeShort(Operation.WITHDRAWAL.code());
                copy.writeLong(row.entryId());
                copy.writeShort(ChangeEncoding.KIND_IMEI);
                copy.writeLong(row.identity().from());
                copy.writeLong(row.identity().to());
                copy.writeText(row.scope());
                copy.writeBytes(row.canonical());
            }
            copy.finish();
        }
        int count = portion.size();
        portion.clear();
        return count;
    }
}
