package org.eir.admin.questions;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eir.admin.input.Texts;
import org.eir.admin.web.Call;
import org.eir.admin.web.Inputs;
import org.eir.admin.web.Json;
import org.eir.core.EquipmentCheck;
import org.eir.core.check.CheckInterface;
import org.eir.core.check.CheckRequest;
import org.eir.core.check.CheckResult;
import org.eir.core.check.Origin;
import org.eir.core.identity.PresentedIdentity;
import org.eir.core.identity.PresentedIdentity.Device;
import org.eir.core.input.Refusal;
import org.eir.core.register.Register;
import org.eir.core.register.RegisterView;
import org.jspecify.annotations.Nullable;

/**
 * The status of one device, or of many at one revision, as an auditing system asks for it over HTTP (ITU-T Q.5053 clause
 * 6.2). From memory, and not counted as a network's question.
 */
public final class StatusesResource {
    public static final String PATH = "/api/v1/audit/statuses";

    private static final int MAX_IDENTITIES = 1_000;
    private static final String AUDITOR = "audit";

    private final Register register;

    private record Question(
            @Nullable List<@Nullable String> identities,
            @Nullable String origin) {}

    /**
     * The answer.
     *
     * @param revision the one state of the lists that all of it was taken from
     * @param recordedAt when that was recorded
     */
    private record Statuses(long revision, Instant recordedAt, List<Status> statuses) {}

    /**
     * What is said of one device.
     *
     * @param identity as asked for
     * @param imei its 14 significant digits; absent if it is no identity
     * @param verdict what the network is told
     * @param list the list that decides; absent, like reason, if no entry does
     */
    private record Status(
            String identity,
            @Nullable String imei,
            String verdict,
            String rule,
            @Nullable String list,
            @Nullable String reason) {}

    public StatusesResource(Register register) {
        this.register = register;
    }

    /** One device. */
    public HttpResponse one(Call call) {
        Inputs inputs = call.inputs("origin");
        Origin origin = inputs.parameter("origin", Texts::origin);
        return inputs.areGood() ? answer(List.of(call.path("identity")), origin) : inputs.refusal();
    }

    /** Many devices. */
    public HttpResponse many(Call call) {
        Inputs inputs = call.inputs();
        Question question = Json.read(call.body(), Question.class, inputs);
        if (question == null) {
            return inputs.refusal();
        }
        List<@Nullable String> identities = Objects.requireNonNullElse(question.identities(), List.of());
        if (identities.isEmpty() || identities.size() > MAX_IDENTITIES) {
            inputs.refuseInBody(Refusal.of(
                    "identities", Integer.toString(identities.size()), "has to have 1 to " + MAX_IDENTITIES));
        }
        Origin origin = inputs.field("origin", question.origin(), Texts::origin);
        if (!inputs.areGood()) {
            return inputs.refusal();
        }
        return answer(
                identities.stream()
                        .map(identity -> Objects.requireNonNullElse(identity, ""))
                        .toList(),
                origin);
    }

    private HttpResponse answer(List<String> identities, @Nullable Origin origin) {
        RegisterView view = register.view();
        List<Status> statuses = new ArrayList<>(identities.size());
        for (String identity : identities) {
            CheckRequest question = new CheckRequest(
                    CheckInterface.ADMIN,
                    origin == null ? AUDITOR : origin.host(),
                    origin == null ? Origin.STAFF : origin,
                    null,
                    PresentedIdentity.of(identity));
            statuses.add(status(identity, question, EquipmentCheck.decide(view, question)));
        }
        return Json.response(HttpStatus.OK, new Statuses(view.revision(), view.recordedAt(), statuses));
    }

    private static Status status(String identity, CheckRequest question, CheckResult result) {
        boolean listed = result.match().isListed();
        return new Status(
                identity,
                question.identity() instanceof Device device ? device.imei().text() : null,
                result.verdict().text(),
                result.rule().text(),
                listed ? result.match().list().text() : null,
                listed ? result.match().reason().text() : null);
    }
}
