package org.eir.admin.records;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eir.admin.input.Moments;
import org.eir.admin.input.Texts;
import org.eir.admin.input.Words;
import org.eir.admin.web.Call;
import org.eir.admin.web.Cursor;
import org.eir.admin.web.Inputs;
import org.eir.admin.web.Json;
import org.eir.core.access.Permission;
import org.eir.core.change.AccessJournal;
import org.eir.core.change.AccessJournal.Access;
import org.eir.core.change.AccessJournal.Read;
import org.eir.core.check.Verdict;
import org.eir.core.identity.Imei;
import org.eir.core.identity.Imsi;
import org.eir.core.identity.ListedIdentity;
import org.eir.core.identity.ListedIdentity.CheckDigit;
import org.eir.core.records.RecordedChecks;
import org.eir.core.records.RecordedChecks.Filter;
import org.eir.core.records.RecordedChecks.Found;
import org.eir.core.records.RecordedChecks.Position;
import org.jspecify.annotations.Nullable;

/**
 * What networks asked in the last days, and what they were told. Who may see subscribers is shown them in full where they
 * were kept sealed; that read is recorded before the answer goes out.
 */
public final class RecordsResource {
    public static final String PATH = "/api/v1/records";

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_ORIGIN = 255;
    private static final String CURSOR = "records-before";

    private final RecordedChecks records;
    private final AccessJournal journal;

    /** @param next the cursor of the next page; absent at the end */
    private record Page(List<RecordBody> records, @Nullable String next) {}

    public RecordsResource(RecordedChecks records, AccessJournal journal) {
        this.records = records;
        this.journal = journal;
    }

    public HttpResponse page(Call call) {
        Inputs inputs = call.inputs("identity", "from", "to", "verdict", "origin", "limit", "cursor");
        ListedIdentity device =
                inputs.parameter("identity", (field, text) -> ListedIdentity.imei(field, text, CheckDigit.IGNORE));
        Instant from = inputs.parameter("from", Moments::moment);
        Instant to = inputs.parameter("to", Moments::moment);
        Verdict verdict = inputs.parameter("verdict", Words::verdict);
        String origin = inputs.parameter("origin", (field, text) -> Texts.line(field, text, MAX_ORIGIN));
        int limit = (int) inputs.number("limit", DEFAULT_LIMIT, 1, RecordedChecks.MAX_FOUND);
        long[] before = inputs.parameter("cursor", Cursor.reading(CURSOR, 2));
        if (!inputs.areGood()) {
            return inputs.refusal();
        }
        Imei imei = device == null ? null : new Imei(device.range().from());
        List<Found> found = records.find(new Filter(imei, from, to, verdict, origin), position(before), limit);
        boolean inFull = call.caller().may(Permission.SEE_SUBSCRIBERS)
                && found.stream().anyMatch(record -> record.check().subscriber() != null);
        if (inFull) {
            journal.record(new Access(Read.CHECK_RECORDS, null, imei, null), call.actor());
        }
        return Json.response(
                HttpStatus.OK,
                new Page(
                        found.stream()
                                .map(record -> RecordBody.of(record.check(), subscriber(record, inFull)))
                                .toList(),
                        found.size() < limit ? null : next(found.getLast().position())));
    }

    private static @Nullable Position position(long @Nullable [] before) {
        return before == null ? null : new Position(Instant.EPOCH.plus(before[0], ChronoUnit.MICROS), before[1]);
    }

    private static String next(Position last) {
        return Cursor.of(CURSOR, ChronoUnit.MICROS.between(Instant.EPOCH, last.at()), last.number());
    }

    private static @Nullable String subscriber(Found found, boolean inFull) {
        Imsi subscriber = found.check().subscriber();
        if (subscriber == null) {
            return found.maskedSubscriber();
        }
        return inFull ? subscriber.digits() : subscriber.toString();
    }
}
