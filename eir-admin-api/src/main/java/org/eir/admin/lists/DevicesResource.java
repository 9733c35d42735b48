package org.eir.admin.lists;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.eir.admin.input.Texts;
import org.eir.admin.web.Call;
import org.eir.admin.web.ETag;
import org.eir.admin.web.Inputs;
import org.eir.admin.web.Json;
import org.eir.admin.web.Problem;
import org.eir.admin.web.Problem.Kind;
import org.eir.core.change.DeviceGroups;
import org.eir.core.change.DeviceGroups.DissolveOutcome.AlreadyDissolved;
import org.eir.core.change.DeviceGroups.DissolveOutcome.Dissolved;
import org.eir.core.change.DeviceGroups.DissolveOutcome.NoSuchGroup;
import org.eir.core.change.DeviceGroups.FormOutcome.Formed;
import org.eir.core.change.DeviceGroups.FormOutcome.TakenBy;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ListedIdentity;
import org.eir.core.identity.ListedIdentity.CheckDigit;
import org.eir.core.input.Outcome;
import org.eir.core.input.Refusal;
import org.eir.core.list.DeviceGroup;
import org.eir.core.list.Entry.Recorded;
import org.jspecify.annotations.Nullable;

/** Devices with several identities: which IMEIs are one device, said by an organisation. */
public final class DevicesResource {
    public static final String PATH = "/api/v1/device-groups";

    private static final String HOW_MANY =
            "has to have " + DeviceGroup.MIN_MEMBERS + " to " + DeviceGroup.MAX_MEMBERS + " different IMEIs";

    private final DeviceGroups groups;

    private record NewDevice(
            @Nullable List<@Nullable String> identities,
            @Nullable String source) {}

    private record Devices(List<DeviceBody> devices) {}

    private record DeviceBody(
            long id,
            long revision,
            String source,
            List<String> identities,
            Instant since,
            @Nullable DissolvedBody dissolved) {}

    private record DissolvedBody(long revision, Instant at) {}

    public DevicesResource(DeviceGroups groups) {
        this.groups = groups;
    }

    public HttpResponse form(Call call) {
        Inputs inputs = call.inputs();
        NewDevice asked = Json.read(call.body(), NewDevice.class, inputs);
        if (asked == null) {
            return inputs.refusal();
        }
        String source = inputs.field("source", asked.source(), Texts::source);
        List<Imei> members = members(inputs, asked.identities());
        if (!inputs.areGood()) {
            return inputs.refusal();
        }
        String owner = source == null ? call.caller().organisation() : source;
        Problem refusal = Ownership.refusal(call.caller(), owner);
        if (refusal != null) {
            return refusal.response();
        }
        return switch (groups.form(owner, members, call.actor())) {
            case Formed formed -> shown(HttpStatus.CREATED, formed.group());
            case TakenBy taken ->
                Problem.of(
                                Kind.ALREADY_GROUPED,
                                taken.member().text() + " belongs to device "
                                        + taken.other().id() + " of "
                                        + taken.other().source() + ". Dissolve that first: POST " + PATH + "/"
                                        + taken.other().id() + "/dissolve.")
                        .with(List.of(), taken.other().id())
                        .response();
        };
    }

    /** The different IMEIs of the device, ascending. */
    private static List<Imei> members(Inputs inputs, @Nullable List<@Nullable String> identities) {
        if (identities == null) {
            inputs.refuseInBody(Refusal.of("identities", "", "is missing"));
            return List.of();
        }
        if (identities.size() > DeviceGroup.MAX_MEMBERS) {
            inputs.refuseInBody(Refusal.of("identities", Integer.toString(identities.size()), HOW_MANY));
            return List.of();
        }
        TreeMap<Long, Imei> members = new TreeMap<>();
        for (int i = 0; i < identities.size(); i++) {
            String identity = identities.get(i);
            ListedIdentity read = inputs.takeAt(
                    "/identities/" + i,
                    identity == null
                            ? Outcome.refused("identities", "", "is missing")
                            : ListedIdentity.imei("identities", identity, CheckDigit.VERIFY));
            if (read != null) {
                Imei imei = new Imei(read.range().from());
                members.put(imei.digits(), imei);
            }
        }
        if (inputs.areGood() && members.size() < DeviceGroup.MIN_MEMBERS) {
            inputs.refuseInBody(Refusal.of(
                    "identities",
                    String.join(", ", members.values().stream().map(Imei::text).toList()),
                    HOW_MANY));
        }
        return new ArrayList<>(members.values());
    }

    public HttpResponse find(Call call) {
        Inputs inputs = call.inputs("identity");
        ListedIdentity identity = inputs.requiredParameter(
                "identity", (field, text) -> ListedIdentity.imei(field, text, CheckDigit.IGNORE));
        if (identity == null || !inputs.areGood()) {
            return inputs.refusal();
        }
        Imei imei = new Imei(identity.range().from());
        return Json.response(
                HttpStatus.OK,
                new Devices(
                        groups.groupOf(imei).stream().map(DevicesResource::body).toList()));
    }

    public HttpResponse one(Call call) {
        Inputs inputs = call.inputs();
        if (!inputs.areGood()) {
            return inputs.refusal();
        }
        return groups.group(call.pathNumber("id"))
                .map(group -> shown(HttpStatus.OK, group))
                .orElseGet(() -> noSuchDevice(call));
    }

    public HttpResponse dissolve(Call call) {
        Inputs inputs = call.inputs();
        if (!inputs.areGood()) {
            return inputs.refusal();
        }
        Optional<DeviceGroup> group = groups.group(call.pathNumber("id"));
        if (group.isEmpty()) {
            return noSuchDevice(call);
        }
        Problem notOwner = Ownership.refusal(call.caller(), group.get().source());
        if (notOwner != null) {
            return notOwner.response();
        }
        if (!call.accepts(etag(group.get()))) {
            return refusal(group.get());
        }
        return switch (groups.dissolve(group.get().id(), call.actor())) {
            case Dissolved dissolved -> shown(HttpStatus.OK, dissolved.group());
            case AlreadyDissolved before when call.isConditional() -> refusal(before.group());
            case AlreadyDissolved before -> alreadyDissolved(before.group()).response();
            case NoSuchGroup unknown -> noSuchDevice(call);
        };
    }

    static HttpResponse refusal(DeviceGroup group) {
        return etag(group).refusal("Device " + group.id());
    }

    static Problem alreadyDissolved(DeviceGroup group) {
        return Problem.of(
                        Kind.ALREADY_DISSOLVED,
                        "Device " + group.id() + " was dissolved before; its identities stand for themselves.")
                .with(List.of(), group.id());
    }

    static HttpResponse noSuchDevice(Call call) {
        return Problem.of(Kind.NOT_FOUND, "There is no device '" + call.path("id") + "'.")
                .response();
    }

    static ETag etag(DeviceGroup group) {
        return new ETag(group.lastRevision());
    }

    private static HttpResponse shown(HttpStatus status, DeviceGroup group) {
        ResponseHeaders headers = ResponseHeaders.of(status, HttpHeaderNames.LOCATION, PATH + "/" + group.id());
        return etag(group).on(Json.response(headers, body(group)));
    }

    private static DeviceBody body(DeviceGroup group) {
        Recorded dissolved = group.dissolved();
        return new DeviceBody(
                group.id(),
                group.formed().revision(),
                group.source(),
                group.members().stream().map(Imei::text).toList(),
                group.formed().at(),
                dissolved == null ? null : new DissolvedBody(dissolved.revision(), dissolved.at()));
    }
}
