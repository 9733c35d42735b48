package org.eir.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import org.eir.core.check.Origin;
import org.eir.core.check.Rule;
import org.eir.core.check.Verdict;
import org.eir.core.identity.Imei;
import org.eir.core.identity.Imsi;
import org.eir.core.identity.PresentedIdentity;
import org.eir.core.identity.PresentedIdentity.Defect;
import org.eir.core.identity.PresentedIdentity.Device;
import org.eir.core.identity.PresentedIdentity.Malformed;
import org.eir.core.records.CheckRecord;
import org.eir.core.records.RecordedChecks;
import org.eir.core.subscriber.Sealed;
import org.eir.core.subscriber.SubscriberVault;
import org.eir.core.subscriber.SubscriberVault.CannotOpenException;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The records of the last days in PostgreSQL, a partition a day. Safe for any number of threads. */
public final class PostgresRecordedChecks implements RecordedChecks {
    private static final String COLUMNS = "at, via, peer, origin_host, origin_realm, imei, software_version, defect,"
            + " subscriber, key_id, cipher, lookup, verdict, decided, rule, revision, policy_version";

    private final Database database;
    private final SubscriberVault vault;
    private final boolean isSealing;

    /**
     * @param isSealing whether subscribers are kept sealed; otherwise they are kept masked, and nobody can open them
     */
    public PostgresRecordedChecks(Database database, SubscriberVault vault, boolean isSealing) {
        this.database = database;
        this.vault = vault;
        this.isSealing = isSealing;
    }

    @Override
    public void keep(List<CheckRecord> records) {
        database.inTransaction(handle -> {
            handle.execute("SET LOCAL statement_timeout = '20s'");
            try (CopyWriter copy = new CopyWriter(handle.getConnection(), "check_record (" + COLUMNS + ")")) {
                for (CheckRecord check : records) {
                    write(copy, check);
                }
                return copy.finish();
            }
        });
    }

    private void write(CopyWriter copy, CheckRecord check) throws SQLException {
        copy.row(17);
        copy.writeMoment(check.at());
        copy.writeShort(InterfaceCodes.code(check.via()));
        copy.writeText(storable(check.peer()));
        copy.writeText(storable(check.origin().host()));
        copy.writeText(storable(check.origin().realm()));
        switch (check.identity()) {
            case Device device -> {
                copy.writeLong(device.imei().digits());
                if (device.softwareVersion() == Device.NO_VERSION) {
                    copy.writeNull();
                } else {
                    copy.writeShort(device.softwareVersion());
                }
                copy.writeNull();
            }
            case Malformed malformed -> {
                copy.writeNull();
                copy.writeNull();
                copy.writeText(word(malformed.defect()));
            }
        }
        writeSubscriber(copy, check.subscriber());
        copy.writeText(check.verdict().text());
        copy.writeText(check.decided().text());
        copy.writeText(check.rule().text());
        copy.writeLong(check.revision());
        copy.writeLong(check.policyVersion());
    }

    private void writeSubscriber(CopyWriter copy, @Nullable Imsi subscriber) {
        if (subscriber == null || !isSealing) {
            copy.writeText(subscriber == null ? null : subscriber.toString());
            copy.writeNull();
            copy.writeNull();
            copy.writeNull();
        } else {
            Sealed sealed = vault.seal(subscriber);
            copy.writeNull();
            copy.writeShort(sealed.keyId());
            copy.writeBytes(sealed.cipher());
            copy.writeBytes(sealed.lookup());
        }
    }

    /** Peers choose these texts, and PostgreSQL takes every character but one. */
    private static String storable(String text) {
        return text.replace('\0', '?');
    }

    @Override
    public List<Found> find(Filter filter, @Nullable Position before, int limit) {
        return database.inTransaction(handle -> {
            handle.execute("SET LOCAL statement_timeout = '20s'");
            Query query = handle.createQuery("SELECT number, " + COLUMNS + " FROM check_record WHERE true"
                            + conditions(filter, before) + " ORDER BY at DESC, number DESC LIMIT :limit")
                    .bind("limit", Math.min(limit, MAX_FOUND));
            bind(query, filter, before);
            return query.map((row, context) -> found(row)).list();
        });
    }

    private static String conditions(Filter filter, @Nullable Position before) {
        return (filter.device() == null ? "" : " AND imei = :device")
                + (filter.from() == null ? "" : " AND at >= :from")
                + (filter.until() == null ? "" : " AND at < :until")
                + (filter.verdict() == null ? "" : " AND verdict = :verdict")
                + (filter.origin() == null ? "" : " AND (origin_host = :origin OR origin_realm = :origin)")
                + (before == null ? "" : " AND (at, number) < (:beforeAt, :beforeNumber)");
    }

    private static void bind(Query query, Filter filter, @Nullable Position before) {
        if (filter.device() != null) {
            query.bind("device", filter.device().digits());
        }
        if (filter.from() != null) {
            query.bind("from", EntryRows.utc(filter.from()));
        }
        if (filter.until() != null) {
            query.bind("until", EntryRows.utc(filter.until()));
        }
        if (filter.verdict() != null) {
            query.bind("verdict", filter.verdict().text());
        }
        if (filter.origin() != null) {
            query.bind("origin", filter.origin());
        }
        if (before != null) {
            query.bind("beforeAt", EntryRows.utc(before.at())).bind("beforeNumber", before.number());
        }
    }

    private Found found(ResultSet row) throws SQLException {
        Instant at = row.getObject("at", OffsetDateTime.class).toInstant();
        CheckRecord check = new CheckRecord(
                at,
                InterfaceCodes.of(row.getInt("via")),
                row.getString("peer"),
                new Origin(row.getString("origin_host"), row.getString("origin_realm")),
                identity(row),
                opened(row),
                verdict(row.getString("verdict")),
                verdict(row.getString("decided")),
                Rule.valueOf(constant(row.getString("rule"))),
                row.getLong("revision"),
                row.getLong("policy_version"));
        return new Found(new Position(at, row.getLong("number")), check, row.getString("subscriber"));
    }

    private static PresentedIdentity identity(ResultSet row) throws SQLException {
        String defect = row.getString("defect");
        if (defect != null) {
            return new Malformed(Defect.valueOf(constant(defect)));
        }
        int version = row.getInt("software_version");
        boolean isVersion = !row.wasNull();
        return new Device(new Imei(row.getLong("imei")), isVersion ? version : Device.NO_VERSION);
    }

    private @Nullable Imsi opened(ResultSet row) throws SQLException {
        byte[] cipher = row.getBytes("cipher");
        if (cipher == null) {
            return null;
        }
        try {
            return vault.open(new Sealed(row.getInt("key_id"), cipher, row.getBytes("lookup")));
        } catch (CannotOpenException e) {
            return null;
        }
    }

    private static Verdict verdict(String text) {
        return Verdict.of(text).orElseThrow(() -> new IllegalStateException("a record of a verdict " + text));
    }

    private static String word(Defect defect) {
        return defect.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    @Override
    public int keepDays(int days) {
        return database.inTransaction(handle -> {
            handle.execute("SET LOCAL lock_timeout = '5s'");
            return handle.createQuery("SELECT keep_check_records(:days)")
                    .bind("days", days)
                    .mapTo(Integer.class)
                    .one();
        });
    }
}
