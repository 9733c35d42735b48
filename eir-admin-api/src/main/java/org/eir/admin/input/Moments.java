package org.eir.admin.input;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import org.eir.core.input.Outcome;
import org.eir.core.list.Validity;
import org.jspecify.annotations.Nullable;

/** Moments as people and files write them. A date alone is its first moment, 00:00 UTC. */
public final class Moments {
    private static final DateTimeFormatter BASIC_DATE =
            DateTimeFormatter.ofPattern("uuuuMMdd").withResolverStyle(ResolverStyle.STRICT);
    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 9999;

    private Moments() {}

    /** RFC 3339 with any offset, or a date {@code yyyy-MM-dd}; kept to the microsecond, which is what is recorded. */
    public static Outcome<Instant> moment(String field, String text) {
        try {
            Instant moment = text.length() == 10
                    ? startOf(LocalDate.parse(text))
                    : OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
            return withinYears(field, text, moment);
        } catch (DateTimeException notOne) {
            return Outcome.refused(
                    field, text, "has to be a moment such as 2026-11-23T10:15:00Z, or a date such as 2026-11-23");
        }
    }

    /** A moment that is over: what is still to come is not settled, for until then changes may be recorded. */
    public static Outcome<Instant> past(String field, String text, Instant now) {
        return moment(field, text)
                .then(moment -> moment.isAfter(now)
                        ? Outcome.refused(field, text, "lies in the future; only what was answered is settled")
                        : Outcome.accepted(moment));
    }

    /** A moment at which something was reported: not more than a day ahead of {@code now}. */
    public static Outcome<Instant> reported(String field, String text, Instant now) {
        return moment(field, text).then(moment -> notAhead(field, text, moment, now));
    }

    /** The reporting date of a file: {@code yyyymmdd} or {@code yyyy-MM-dd}, not more than a day ahead. */
    public static Outcome<Instant> reportingDate(String field, String text, Instant now) {
        return date(field, text).then(date -> notAhead(field, text, date, now));
    }

    /** Any date of a file: {@code yyyymmdd} or {@code yyyy-MM-dd}. */
    public static Outcome<Instant> date(String field, String text) {
        try {
            LocalDate date = text.length() == 8 ? LocalDate.parse(text, BASIC_DATE) : LocalDate.parse(text);
            return withinYears(field, text, startOf(date));
        } catch (DateTimeException notOne) {
            return Outcome.refused(field, text, "has to be a date, yyyymmdd or yyyy-MM-dd");
        }
    }

    /** When an entry counts; a refusal names the field of its end. */
    public static Outcome<Validity> validity(@Nullable Instant from, @Nullable Instant until, String untilField) {
        if (from != null && until != null && !from.isBefore(until)) {
            return Outcome.refused(untilField, until.toString(), "has to be later than the start, " + from);
        }
        return Outcome.accepted(from == null && until == null ? Validity.ALWAYS : new Validity(from, until));
    }

    private static Outcome<Instant> withinYears(String field, String text, Instant moment) {
        int year = moment.atOffset(ZoneOffset.UTC).getYear();
        return year < FIRST_YEAR || year > LAST_YEAR
                ? Outcome.refused(field, text, "the year has to be " + FIRST_YEAR + " to " + LAST_YEAR)
                : Outcome.accepted(moment);
    }

    private static Outcome<Instant> notAhead(String field, String text, Instant moment, Instant now) {
        return moment.isAfter(now.plus(1, ChronoUnit.DAYS))
                ? Outcome.refused(field, text, "lies in the future; what was reported lies in the past")
                : Outcome.accepted(moment);
    }

    private static Instant startOf(LocalDate date) {
        return date.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
