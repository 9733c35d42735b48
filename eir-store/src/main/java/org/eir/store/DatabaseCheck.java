package org.eir.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.eir.core.change.StoreException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What a database is like, as the role of the service sees it. Nothing is changed.
 *
 * @param version major version of PostgreSQL
 * @param isSuperuser whether the role of the service may do anything
 * @param ownsJournal whether it owns the journal's table, and so may drop what guards it
 * @param mayRewriteJournal whether it may change or delete rows of the journal
 * @param entries about how many entries were ever recorded; -1 where there is no schema
 * @param ahead how far the database's clock is before this machine's
 */
public record DatabaseCheck(
        int version,
        boolean isSuperuser,
        boolean ownsJournal,
        boolean mayRewriteJournal,
        long entries,
        Duration ahead) {

    private static final String FACTS = """
            SELECT current_setting('server_version_num')::integer / 10000 AS version,
                   (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS is_superuser,
                   coalesce((SELECT pg_has_role(current_user, c.relowner, 'USAGE') FROM pg_class c
                             WHERE c.oid = to_regclass('change_set')), false) AS owns_journal,
                   coalesce(has_table_privilege(to_regclass('change_set'), 'UPDATE, DELETE, TRUNCATE'), false) AS may_rewrite,
                   (SELECT greatest(c.reltuples, 0)::bigint FROM pg_class c WHERE c.oid = to_regclass('entry')) AS entries,
                   clock_timestamp() AS now""";

    /**
     * Asks the database.
     *
     * @throws StoreException if it cannot be reached; the message says what to do
     */
    public static DatabaseCheck of(DatabaseConfig config) {
        try (Connection connection = Database.dataSource(config, config.user(), config.password())
                        .getConnection();
                Handle handle = Jdbi.open(connection)) {
            return handle.createQuery(FACTS)
                    .map((row, context) -> new DatabaseCheck(
                            row.getInt("version"),
                            row.getBoolean("is_superuser"),
                            row.getBoolean("owns_journal"),
                            row.getBoolean("may_rewrite"),
                            row.getObject("entries") == null ? -1 : row.getLong("entries"),
                            Duration.between(
                                    Instant.now(), row.getTimestamp("now").toInstant())))
                    .one();
        } catch (SQLException e) {
            throw Database.unreachable(config, e);
        }
    }
}
