package org.eir.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eir.core.change.Actor;
import org.eir.core.change.ChangeEncoding;
import org.eir.core.change.ChangeEncoding.Operation;
import org.eir.core.change.ChangeKind;
import org.eir.core.change.DeviceGroups;
import org.eir.core.identity.Imei;
import org.eir.core.list.DeviceGroup;
import org.eir.core.list.Entry.Recorded;
import org.jdbi.v3.core.Handle;

/** Which identities are one device. Safe for any number of threads. */
public final class PostgresDeviceGroups implements DeviceGroups {
    private static final String BEFORE = "before";
    private static final String SELECT = """
            SELECT g.id, g.source, f.revision AS formed_revision, f.recorded_at AS formed_at,
                   d.revision AS dissolved_revision, d.recorded_at AS dissolved_at
            FROM device_group g
            JOIN change_set f ON f.id = g.formed_by
            LEFT JOIN change_set d ON d.id = g.dissolved_by
            """;

    private final Database database;

    public PostgresDeviceGroups(Database database) {
        this.database = database;
    }

    @Override
    public FormOutcome form(String source, List<Imei> members, Actor actor) {
        return database.inTransaction(handle -> {
            PostgresLists.boundWaiting(handle);
            handle.savepoint(BEFORE);
            ChangeSetWriter changeSet = new ChangeSetWriter(handle);
            long id = handle.createQuery("""
                            INSERT INTO device_group (id, source, formed_by)
                            VALUES (nextval('device_group_id'), :source, :by) RETURNING id""")
                    .bind("source", source)
                    .bind("by", changeSet.id())
                    .mapTo(Long.class)
                    .one();
            for (Imei member : members) {
                if (!join(handle, id, member)) {
                    handle.rollbackToSavepoint(BEFORE);
                    return new FormOutcome.TakenBy(member, find(handle, member).orElseThrow());
                }
            }
            changeSet.addRow(
                    Operation.DEVICE_GROUP, subject(id, source, members), ChangeEncoding.deviceGroup(source, members));
            Recorded formed = changeSet.record(ChangeKind.DEVICE_GROUP, actor);
            return new FormOutcome.Formed(new DeviceGroup(id, source, members, formed, null));
        });
    }

    /** False if the identity is in a group already. */
    private static boolean join(Handle handle, long group, Imei member) {
        return handle.createUpdate("""
                                INSERT INTO device_group_member (group_id, imei) VALUES (:group, :imei)
                                ON CONFLICT (imei) WHERE live DO NOTHING""")
                        .bind("group", group)
                        .bind("imei", member.digits())
                        .execute()
                == 1;
    }

    @Override
    public DissolveOutcome dissolve(long id, Actor actor) {
        return database.inTransaction(handle -> {
            PostgresLists.boundWaiting(handle);
            Optional<DeviceGroup> before = find(handle, id);
            if (before.isEmpty()) {
                return new DissolveOutcome.NoSuchGroup(id);
            }
            DeviceGroup group = before.get();
            ChangeSetWriter changeSet = new ChangeSetWriter(handle);
            int dissolved = handle.createUpdate(
                            "UPDATE device_group SET dissolved_by = :by WHERE id = :id AND dissolved_by IS NULL")
                    .bind("by", changeSet.id())
                    .bind("id", id)
                    .execute();
            if (dissolved == 0) {
                return new DissolveOutcome.AlreadyDissolved(find(handle, id).orElseThrow());
            }
            handle.execute("UPDATE device_group_member SET live = false WHERE group_id = ?", id);
            changeSet.addRow(
                    Operation.DEVICE_GROUP_DISSOLVED,
                    subject(id, group.source(), group.members()),
                    ChangeEncoding.deviceGroupDissolved(group.source(), group.members()));
            Recorded ended = changeSet.record(ChangeKind.DEVICE_GROUP, actor);
            return new DissolveOutcome.Dissolved(
                    new DeviceGroup(id, group.source(), group.members(), group.formed(), ended));
        });
    }

    /**
     * A group that stays as it is until this transaction ends. Whoever dissolves it meanwhile was waited for, so it is
     * read after the lock.
     */
    static Optional<DeviceGroup> held(Handle handle, long id) {
        handle.execute("SELECT id FROM device_group WHERE id = ? FOR SHARE", id);
        return find(handle, id);
    }

    private static String subject(long id, String source, List<Imei> members) {
        return "group " + id + " of " + source + ": "
                + members.stream().map(Imei::text).collect(Collectors.joining(", "));
    }

    @Override
    public Optional<DeviceGroup> group(long id) {
        return database.inTransaction(handle -> find(handle, id));
    }

    @Override
    public Optional<DeviceGroup> groupOf(Imei member) {
        return database.inTransaction(handle -> find(handle, member));
    }

    private static Optional<DeviceGroup> find(Handle handle, long id) {
        return handle.createQuery(SELECT + "WHERE g.id = :id")
                .bind("id", id)
                .map((row, context) -> group(handle, row))
                .findOne();
    }

    private static Optional<DeviceGroup> find(Handle handle, Imei member) {
        return handle.createQuery(
                        SELECT + "JOIN device_group_member m ON m.group_id = g.id WHERE m.imei = :imei AND m.live")
                .bind("imei", member.digits())
                .map((row, context) -> group(handle, row))
                .findOne();
    }

    private static DeviceGroup group(Handle handle, ResultSet row) throws SQLException {
        long id = row.getLong("id");
        List<Imei> members = handle.createQuery(
                        "SELECT imei FROM device_group_member WHERE group_id = :id ORDER BY imei")
                .bind("id", id)
                .mapTo(Long.class)
                .map(Imei::new)
                .list();
        OffsetDateTime ended = row.getObject("dissolved_at", OffsetDateTime.class);
        return new DeviceGroup(
                id,
                row.getString("source"),
                members,
                new Recorded(
                        row.getLong("formed_revision"),
                        row.getObject("formed_at", OffsetDateTime.class).toInstant()),
                ended == null ? null : new Recorded(row.getLong("dissolved_revision"), ended.toInstant()));
    }
}
