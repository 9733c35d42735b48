package org.eir.admin.node;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eir.admin.contract.ContractResource;
import org.eir.admin.web.Call;
import org.eir.admin.web.Inputs;
import org.eir.admin.web.Json;
import org.eir.core.audit.Finding;
import org.eir.core.audit.LogStatus;
import org.eir.core.audit.LogWatch;
import org.eir.core.check.Policy;
import org.eir.core.register.Register;
import org.eir.core.register.RegisterView;
import org.jspecify.annotations.Nullable;

/** The node itself: what it holds, how fresh that is, who is connected, whether it is well. Asks only memory. */
public final class NodeResource {
    private static final MediaType OPEN_METRICS = MediaType.parse("text/plain; version=0.0.4; charset=utf-8");

    private final Register register;
    private final NodeView node;
    private final LogWatch log;
    private final Readiness readiness;
    private final PrometheusMeterRegistry meters;

    private record Index(String name, String contract, String page, Map<String, String> resources) {}

    private record Health(String status, List<String> reasons) {}

    private record Peers(List<PeerStatus> peers) {}

    private record StatusBody(
            String version,
            long revision,
            Instant recordedAt,
            long identities,
            int tacs,
            int datedIdentities,
            PolicyBody policy,
            Freshness freshness,
            LogBody log,
            List<AlarmStatus> alarms) {}

    /** What this node knows of the log. */
    private record LogBody(
            String state, long size, @Nullable String problem) {
        static LogBody of(LogStatus status) {
            Finding finding = status.finding();
            return new LogBody(status.state().text(), status.size(), finding == null ? null : finding.toString());
        }
    }

    private record PolicyBody(long version, String unlisted, String malformed, String testIdentity) {
        static PolicyBody of(Policy policy) {
            return new PolicyBody(
                    policy.version(),
                    policy.unlisted().text(),
                    policy.malformed().text(),
                    policy.testIdentity().text());
        }
    }

    private record Freshness(
            String state,
            @Nullable Instant confirmedAt,
            @Nullable String problem) {}

    public NodeResource(
            Register register, NodeView node, LogWatch log, Readiness readiness, PrometheusMeterRegistry meters) {
        this.register = register;
        this.node = node;
        this.log = log;
        this.readiness = readiness;
        this.meters = meters;
    }

    /** @param resources the methods of every path, by path */
    public static HttpResponse index(Map<String, String> resources) {
        return Json.response(
                HttpStatus.OK,
                new Index("Equipment Identity Register", ContractResource.FILE, ContractResource.PAGE, resources));
    }

    public HttpResponse live() {
        return Json.response(HttpStatus.OK, new Health("up", List.of()));
    }

    public HttpResponse ready() {
        List<String> missing = readiness.missing();
        if (!missing.isEmpty()) {
            return Json.response(HttpStatus.SERVICE_UNAVAILABLE, new Health("not-ready", missing));
        }
        NodeStatus status = node.status();
        // Without the database every node goes on answering: one that were taken out of service would help nobody.
        return status.state() == NodeStatus.State.STALE
                ? Json.response(HttpStatus.OK, new Health("stale", reasons(status)))
                : Json.response(HttpStatus.OK, new Health("ready", List.of()));
    }

    private static List<String> reasons(NodeStatus status) {
        return List.of(Objects.requireNonNullElse(status.problem(), "the register does not follow the database"));
    }

    public HttpResponse metrics() {
        return HttpResponse.of(HttpStatus.OK, OPEN_METRICS, meters.scrape());
    }

    public HttpResponse status(Call call) {
        Inputs inputs = call.inputs();
        if (!inputs.areGood()) {
            return inputs.refusal();
        }
        RegisterView view = register.view();
        NodeStatus status = node.status();
        return Json.response(
                HttpStatus.OK,
                new StatusBody(
                        status.version(),
                        view.revision(),
                        view.recordedAt(),
                        view.table().identities(),
                        view.table().tacs(),
                        register.datedIdentities(),
                        PolicyBody.of(view.policy()),
                        new Freshness(status.state().text(), status.confirmedAt(), status.problem()),
                        LogBody.of(log.status()),
                        node.alarms()));
    }

    public HttpResponse peers(Call call) {
        Inputs inputs = call.inputs();
        return inputs.areGood() ? Json.response(HttpStatus.OK, new Peers(node.peers())) : inputs.refusal();
    }
}
