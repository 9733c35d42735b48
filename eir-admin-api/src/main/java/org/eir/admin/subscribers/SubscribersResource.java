package org.eir.admin.subscribers;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import java.util.List;
import java.util.function.Function;
import org.eir.admin.input.Texts;
import org.eir.admin.web.Call;
import org.eir.admin.web.Inputs;
import org.eir.admin.web.Json;
import org.eir.core.EquipmentCheck;
import org.eir.core.access.Caller;
import org.eir.core.access.Permission;
import org.eir.core.change.AccessJournal;
import org.eir.core.change.AccessJournal.Access;
import org.eir.core.change.AccessJournal.Read;
import org.eir.core.identity.Imei;
import org.eir.core.identity.Imsi;
import org.eir.core.identity.PresentedIdentity;
import org.eir.core.identity.PresentedIdentity.Device;
import org.eir.core.input.Outcome;
import org.eir.core.sighting.Sighting;
import org.eir.core.sighting.Sightings;
import org.jspecify.annotations.Nullable;

/**
 * Which devices a subscriber was seen in, and which subscribers a device. Both are POST with everything in the body: a
 * subscriber's identity in a URL would end up in the access logs of every proxy, and in histories and bookmarks.
 */
public final class SubscribersResource {
    public static final String DEVICES_PATH = "/api/v1/subscribers/devices";
    public static final String SUBSCRIBERS_PATH = "/api/v1/subscribers/of-device";

    private static final int MAX_SHOWN = 100;

    private final Sightings sightings;
    private final AccessJournal journal;
    private final EquipmentCheck check;

    /** What is asked: an IMSI, and what for. */
    private record DevicesRequest(
            @Nullable String imsi, @Nullable String reference) {}

    /** What is asked: an IMEI, and what for. */
    private record SubscribersRequest(
            @Nullable String imei, @Nullable String reference) {}

    /**
     * The answer.
     *
     * @param revision that of the journal entry that says who read this
     */
    private record Found(List<SightingBody> sightings, boolean truncated, long revision) {}

    public SubscribersResource(Sightings sightings, AccessJournal journal, EquipmentCheck check) {
        this.sightings = sightings;
        this.journal = journal;
        this.check = check;
    }

    /** The devices a subscriber was seen in. */
    public HttpResponse devices(Call call) {
        Inputs inputs = call.inputs();
        DevicesRequest request = Json.read(call.body(), DevicesRequest.class, inputs);
        Imsi subscriber =
                request == null ? null : inputs.requiredField("imsi", request.imsi(), SubscribersResource::imsi);
        String reference = request == null ? null : inputs.field("reference", request.reference(), Texts::reference);
        if (subscriber == null || !inputs.areGood()) {
            return inputs.refusal();
        }
        List<Sighting> found = sightings.ofSubscriber(subscriber, MAX_SHOWN + 1);
        return told(call.caller(), new Access(Read.DEVICES_OF_SUBSCRIBER, subscriber, null, reference), found);
    }

    /** The subscribers a device was seen with. */
    public HttpResponse subscribers(Call call) {
        Inputs inputs = call.inputs();
        SubscribersRequest request = Json.read(call.body(), SubscribersRequest.class, inputs);
        Imei device = request == null ? null : inputs.requiredField("imei", request.imei(), SubscribersResource::imei);
        String reference = request == null ? null : inputs.field("reference", request.reference(), Texts::reference);
        if (device == null || !inputs.areGood()) {
            return inputs.refusal();
        }
        List<Sighting> found = sightings.ofDevice(device, MAX_SHOWN + 1);
        return told(call.caller(), new Access(Read.SUBSCRIBERS_OF_DEVICE, null, device, reference), found);
    }

    /** Recorded first: what cannot be recorded is not told. */
    private HttpResponse told(Caller caller, Access access, List<Sighting> found) {
        long revision = journal.record(access, caller.actor());
        Function<Imsi, String> shown = caller.may(Permission.SEE_SUBSCRIBERS) ? Imsi::digits : Imsi::toString;
        List<SightingBody> bodies = found.stream()
                .limit(MAX_SHOWN)
                .map(sighting -> SightingBody.of(sighting, shown, check.preview(sighting.question())))
                .toList();
        return Json.response(HttpStatus.OK, new Found(bodies, found.size() > MAX_SHOWN, revision));
    }

    private static Outcome<Imsi> imsi(String field, String text) {
        return Imsi.isValid(text)
                ? Outcome.accepted(new Imsi(text))
                : Outcome.refused(field, text, "an IMSI has 6 to 15 decimal digits");
    }

    private static Outcome<Imei> imei(String field, String text) {
        return PresentedIdentity.of(text) instanceof Device device
                ? Outcome.accepted(device.imei())
                : Outcome.refused(field, text, "an IMEI has 14 to 16 decimal digits");
    }
}
