package org.eir.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.eir.core.change.ChangeEncoding.Operation;
import org.eir.core.history.DeviceEvent;
import org.eir.core.history.DeviceEvent.ImportedBy;
import org.eir.core.history.DeviceEvent.Position;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.core.list.WithdrawalReason;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What change sets did to a device, put together from what they left: entries, rules and groups are never deleted and
 * name the change sets that brought and ended them.
 */
final class DeviceLife {
    /** Within a change set: withdrawals, then additions, then the golden entries that these override. */
    private static final String EVENTS = """
            WITH covering AS MATERIALIZED (SELECT e.* FROM entry e WHERE %s)
            SELECT s.revision, s.recorded_at, t.*, coalesce(a.actor, '') AS actor, a.approver, i.id AS import_id,
                   i.reference AS import_reference,
                   (SELECT max(z.revision) FROM erased_place p JOIN change_set z ON z.id = p.erased_by
                    WHERE p.change_set_id = s.id
                      AND (p.row_number = 0 OR p.subject_id = t.number AND p.operation = t.operation)) AS erased
            FROM (
                SELECT withdrawn_by AS set_id, 0 AS step, 2 AS operation, id AS number, id_from, id_to, '' AS subject, list,
                       source, scope, withdrawal_reason AS reason, withdrawal_reference AS reference,
                       NULL AS source_reference, NULL AS note
                FROM covering WHERE withdrawn_by IS NOT NULL
                UNION ALL
                SELECT added_by, 1, 1, id, id_from, id_to, '', list, source, scope, reason, reference, source_reference, note
                FROM covering
                UNION ALL
                SELECT DISTINCT c.change_set_id, 2, 13, g.id, g.id_from, g.id_to, '', g.list, g.source, g.scope, NULL::smallint,
                       NULL, NULL, NULL
                FROM change c JOIN entry g ON g.id = c.entry_id
                WHERE c.operation = 13 AND c.id_from BETWEEN :tacFrom AND :imei AND c.id_to >= :imei
                  AND c.change_set_id IN (SELECT added_by FROM covering)
                UNION ALL
                SELECT withdrawn_by, 0, 6, id, device, device, '', NULL, source, '', withdrawal_reason, withdrawal_reference,
                       NULL, NULL
                FROM subscriber_rule WHERE device = :imei AND withdrawn_by IS NOT NULL
                UNION ALL
                SELECT added_by, 1, 5, id, device, device, '', NULL, source, '', reason, reference, NULL, note
                FROM subscriber_rule WHERE device = :imei
                UNION ALL
                SELECT e.set_id, e.step, e.operation, g.id, 0, 0,
                       (SELECT string_agg(lpad(o.imei::text, 14, '0'), ', ' ORDER BY o.imei)
                        FROM device_group_member o WHERE o.group_id = g.id),
                       NULL, g.source, '', NULL, NULL, NULL, NULL
                FROM device_group_member m
                JOIN device_group g ON g.id = m.group_id
                CROSS JOIN LATERAL (VALUES (g.formed_by, 1, 7), (g.dissolved_by, 0, 8)) AS e (set_id, step, operation)
                WHERE m.imei = :imei AND e.set_id IS NOT NULL
            ) t
            JOIN change_set s ON s.id = t.set_id
            LEFT JOIN change_set_actor a ON a.change_set_id = s.id
            LEFT JOIN LATERAL (SELECT id, reference FROM import WHERE revision = s.revision
                               UNION ALL
                               SELECT id, reference FROM import WHERE rollback_revision = s.revision LIMIT 1) i ON true
            WHERE (s.revision, t.step, t.number) > (:revision, :step, :number)
            ORDER BY s.revision, t.step, t.number LIMIT :limit""".formatted(PostgresHistory.EVER_COVERING);

    private DeviceLife() {}

    static List<DeviceEvent> page(Handle handle, Imei device, Position after, int limit) {
        return handle.createQuery(EVENTS)
                .bind("imei", device.digits())
                .bind("tacFrom", ImeiRange.of(device.tac()).from())
                .bind("revision", after.revision())
                .bind("step", after.step())
                .bind("number", after.number())
                .bind("limit", limit)
                .map((row, context) -> event(row))
                .list();
    }

    private static DeviceEvent event(ResultSet row) throws SQLException {
        Operation operation = operation(row.getInt("operation"));
        Integer list = row.getObject("list", Integer.class);
        Long file = row.getObject("import_id", Long.class);
        return new DeviceEvent(
                new Position(row.getLong("revision"), row.getInt("step"), row.getLong("number")),
                EntryRows.recorded(row, "revision", "recorded_at").at(),
                operation,
                row.getLong("number"),
                subject(row),
                list == null ? null : EquipmentList.of(list),
                row.getString("source"),
                row.getString("scope"),
                reason(operation, row.getObject("reason", Integer.class)),
                row.getString("reference"),
                row.getString("source_reference"),
                row.getString("note"),
                row.getString("actor"),
                row.getString("approver"),
                row.getObject("erased", Long.class),
                file == null ? null : new ImportedBy(file, row.getString("import_reference")));
    }

    private static String subject(ResultSet row) throws SQLException {
        String members = row.getString("subject");
        return members.isEmpty() ? new ImeiRange(row.getLong("id_from"), row.getLong("id_to")).text() : members;
    }

    private static @Nullable String reason(Operation operation, @Nullable Integer code) {
        if (code == null) {
            return null;
        }
        return switch (operation) {
            case WITHDRAWAL, SUBSCRIBER_RULE_WITHDRAWAL ->
                WithdrawalReason.of(code).text();
            default -> Reason.of(code).text();
        };
    }

    private static Operation operation(int code) {
        return switch (code) {
            case 1 -> Operation.ADDITION;
            case 2 -> Operation.WITHDRAWAL;
            case 5 -> Operation.SUBSCRIBER_RULE;
            case 6 -> Operation.SUBSCRIBER_RULE_WITHDRAWAL;
            case 7 -> Operation.DEVICE_GROUP;
            case 8 -> Operation.DEVICE_GROUP_DISSOLVED;
            case 13 -> Operation.GOLDEN_OVERRIDE;
            default -> throw new IllegalArgumentException("operation " + code + " is no event of a device");
        };
    }
}
