package org.eir.admin.questions;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import java.time.Instant;
import java.util.List;
import org.eir.admin.erasures.ErasedBody;
import org.eir.admin.lists.EntryBody;
import org.eir.admin.web.Call;
import org.eir.admin.web.Cursor;
import org.eir.admin.web.Inputs;
import org.eir.admin.web.Json;
import org.eir.core.history.DeviceEvent;
import org.eir.core.history.DeviceEvent.Position;
import org.eir.core.history.History;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ListedIdentity;
import org.eir.core.identity.ListedIdentity.CheckDigit;
import org.jspecify.annotations.Nullable;

/** The life of a device: every change that touched it, in order, with people, reasons and references. */
public final class DeviceLifeResource {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;
    private static final String CURSOR = "device-events-after";

    private final History history;

    /** @param next the cursor of the next page; absent at the end */
    private record Page(
            String imei, List<EventBody> events, @Nullable String next) {}

    private record EventBody(
            long revision,
            Instant recordedAt,
            String operation,
            long number,
            String subject,
            @Nullable String list,
            String source,
            @Nullable String scope,
            @Nullable String reason,
            @Nullable String reference,
            @Nullable String sourceReference,
            @Nullable String note,
            String actor,
            @Nullable String approver,

            @Nullable @JsonInclude(JsonInclude.Include.NON_NULL)
            ErasedBody erased,

            DeviceEvent.@Nullable ImportedBy imported) {}

    public DeviceLifeResource(History history) {
        this.history = history;
    }

    public HttpResponse page(Call call) {
        Inputs inputs = call.inputs("limit", "cursor");
        ListedIdentity device = inputs.inPath(ListedIdentity.imei("imei", call.path("imei"), CheckDigit.IGNORE));
        long[] after = inputs.parameter("cursor", Cursor.reading(CURSOR, 3));
        int limit = (int) inputs.number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        if (device == null || !inputs.areGood()) {
            return inputs.refusal();
        }
        Imei imei = new Imei(device.range().from());
        Position start = after == null ? Position.START : new Position(after[0], (int) after[1], after[2]);
        List<DeviceEvent> events = history.lifeOf(imei, start, limit);
        return Json.response(
                HttpStatus.OK,
                new Page(
                        imei.text(),
                        events.stream().map(DeviceLifeResource::body).toList(),
                        events.size() < limit ? null : next(events.getLast().position())));
    }

    private static String next(Position last) {
        return Cursor.of(CURSOR, last.revision(), last.step(), last.number());
    }

    private static EventBody body(DeviceEvent event) {
        return new EventBody(
                event.position().revision(),
                event.recordedAt(),
                event.operation().text(),
                event.number(),
                event.subject(),
                event.list() == null ? null : event.list().text(),
                event.source(),
                event.list() == null ? null : EntryBody.scope(event.scope()),
                event.reason(),
                event.reference(),
                event.sourceReference(),
                event.note(),
                event.actor(),
                event.approver(),
                ErasedBody.of(event.erased()),
                event.imported());
    }
}
