package org.eir.server.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eir.core.change.StoreException;
import org.eir.store.DatabaseCheck;
import org.eir.store.DatabaseConfig;

/** The database: there, of a version that will do, with rights that keep the journal what it was, and of the same time. */
final class DatabaseExam {
    private static final Duration CLOCKS_APART = Duration.ofSeconds(2);
    private static final int OLDEST = 14;

    private DatabaseExam() {}

    static List<Diagnosis> examine(DatabaseConfig config, long maxHeap) {
        DatabaseCheck found;
        try {
            found = DatabaseCheck.of(config);
        } catch (StoreException e) {
            return List.of(Diagnosis.bad(
                    "database",
                    String.valueOf(e.getMessage()),
                    "psql '" + config.url().replaceFirst("^jdbc:", "") + "' -U " + config.user()));
        }
        List<Diagnosis> all = new ArrayList<>();
        all.add(version(found.version()));
        all.addAll(rights(config.user(), found));
        all.add(clock(found.ahead()));
        if (found.entries() >= 0) {
            all.add(Machine.memory(found.entries(), maxHeap));
        }
        return all;
    }

    static Diagnosis version(int version) {
        String finding = "PostgreSQL " + version + " answers.";
        return version >= OLDEST
                ? Diagnosis.good("database", finding)
                : Diagnosis.bad("database", finding + " It has to be " + OLDEST + " or later.", "upgrade it");
    }

    private static List<Diagnosis> rights(String user, DatabaseCheck found) {
        if (found.isSuperuser() || found.ownsJournal() || found.mayRewriteJournal()) {
            return List.of(Diagnosis.bad(
                    "rights",
                    user + " may rewrite the journal" + (found.isSuperuser() ? ": it is a superuser." : "."),
                    "use the roles of deploy/postgresql/roles.sql: database.user must own nothing"));
        }
        if (found.entries() < 0) {
            return List.of(Diagnosis.doubtful(
                    "schema",
                    "There is none yet, or " + user + " may not see it.",
                    "set database.ownerUser and EIR_DATABASE_OWNER_PASSWORD for the first start"));
        }
        return List.of(Diagnosis.good(
                "rights", user + " adds to the journal, and can neither change nor delete what is in it."));
    }

    static Diagnosis clock(Duration ahead) {
        String finding =
                "This machine's clock and the database's are %d ms apart.".formatted(Math.abs(ahead.toMillis()));
        return ahead.abs().compareTo(CLOCKS_APART) <= 0
                ? Diagnosis.good("clock", finding)
                : Diagnosis.bad(
                        "clock",
                        finding + " Entries with dates begin and end by this one, changes are recorded by that one.",
                        "timedatectl set-ntp true, on both");
    }
}
