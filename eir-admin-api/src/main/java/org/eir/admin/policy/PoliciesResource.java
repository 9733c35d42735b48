package org.eir.admin.policy;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import java.util.List;
import java.util.Optional;
import org.eir.admin.approvals.SecondPerson;
import org.eir.admin.input.Texts;
import org.eir.admin.input.Words;
import org.eir.admin.web.Call;
import org.eir.admin.web.ETag;
import org.eir.admin.web.Inputs;
import org.eir.admin.web.Json;
import org.eir.admin.web.Problem;
import org.eir.admin.web.Problem.InputError;
import org.eir.admin.web.Problem.Kind;
import org.eir.admin.web.ReadYourWrites;
import org.eir.core.approval.ChangeSummary;
import org.eir.core.approval.Proposal.Operation;
import org.eir.core.change.PolicyChanges;
import org.eir.core.change.PolicyChanges.PutOutcome;
import org.eir.core.change.PolicyChanges.WithdrawOutcome;
import org.eir.core.check.Policy;
import org.eir.core.input.Refusal;
import org.eir.core.list.WithdrawalReason;
import org.jspecify.annotations.Nullable;

/**
 * Policies: listed, shown, set, withdrawn. Whoever changes one that is there says which state of it was read, so that two
 * people never undo each other's change unseen.
 */
public final class PoliciesResource {
    public static final String PATH = "/api/v1/policies";

    private final PolicyChanges policies;
    private final ReadYourWrites readYourWrites;
    private final SecondPerson secondPerson;

    private record Policies(List<PolicyBody> policies) {}

    /** A withdrawal as it is asked for. */
    private record Withdrawal(
            @Nullable String reason, @Nullable String reference) {}

    private record WithdrawnBody(String name, long revision, boolean applied) {}

    public PoliciesResource(PolicyChanges policies, ReadYourWrites readYourWrites, SecondPerson secondPerson) {
        this.policies = policies;
        this.readYourWrites = readYourWrites;
        this.secondPerson = secondPerson;
    }

    public HttpResponse all(Call call) {
        Inputs inputs = call.inputs();
        return inputs.areGood()
                ? Json.response(
                        HttpStatus.OK,
                        new Policies(
                                policies.policies().stream().map(PolicyBody::of).toList()))
                : inputs.refusal();
    }

    public HttpResponse one(Call call) {
        Inputs inputs = call.inputs();
        if (!inputs.areGood()) {
            return inputs.refusal();
        }
        return policies.policy(call.path("name"))
                .map(policy -> etag(policy).on(Json.response(HttpStatus.OK, PolicyBody.of(policy))))
                .orElseGet(() -> noSuchPolicy(call.path("name")));
    }

    public HttpResponse put(Call call) {
        Inputs inputs = call.inputs();
        String name = call.path("name");
        if (!Policy.isName(name)) {
            return Problem.invalid(List.of(InputError.inQuery(Refusal.of(
                            "name", name, "a policy's name has 1 to 64 lower-case letters, digits and hyphens"))))
                    .response();
        }
        PolicyRequest request = Json.read(call.body(), PolicyRequest.class, inputs);
        Policy policy = request == null ? null : request.policy(name, inputs);
        String reference = request == null ? null : inputs.field("reference", request.reference(), Texts::reference);
        if (policy == null || !inputs.areGood()) {
            return inputs.refusal();
        }
        Optional<Policy> current = policies.policy(name);
        HttpResponse refusal = refusal(call, name, current);
        if (refusal != null) {
            return refusal;
        }
        return secondPerson.gate(
                call,
                Operation.SET_POLICY,
                "the policy " + name,
                ChangeSummary.POLICY,
                () -> put(call, policy, current, reference));
    }

    private HttpResponse put(Call call, Policy policy, Optional<Policy> current, @Nullable String reference) {
        String name = policy.name();
        long expected = current.map(Policy::version).orElse(PolicyChanges.NONE_YET);
        return switch (policies.put(policy, expected, reference, call.actor())) {
            case PutOutcome.Done done -> changed(done.isNew() ? HttpStatus.CREATED : HttpStatus.OK, done.policy());
            case PutOutcome.Unchanged unchanged -> changed(HttpStatus.OK, unchanged.policy());
            case PutOutcome.Stale stale -> stale(name, Optional.ofNullable(stale.current()));
            case PutOutcome.OriginTaken taken ->
                Problem.of(
                                Kind.ORIGIN_TAKEN,
                                "The policy " + taken.byPolicy() + " is for the " + taken.origin()
                                        + " already; nothing changed. Take the origin out of that one first.")
                        .response();
            case PutOutcome.TooMany tooMany ->
                Problem.of(
                                Kind.TOO_MANY_POLICIES,
                                "There are " + tooMany.limit()
                                        + " policies already; one policy can be for many origins.")
                        .response();
        };
    }

    public HttpResponse withdraw(Call call) {
        Inputs inputs = call.inputs();
        Withdrawal asked = Json.read(call.body(), Withdrawal.class, inputs);
        if (asked == null) {
            return inputs.refusal();
        }
        WithdrawalReason reason = inputs.requiredField("reason", asked.reason(), Words::withdrawalReason);
        String reference = inputs.field("reference", asked.reference(), Texts::reference);
        String name = call.path("name");
        if (name.equals(Policy.STANDARD)) {
            inputs.refuseInBody(Refusal.of("name", name, "counts for everybody and can be changed, not withdrawn"));
        }
        if (reason == null || !inputs.areGood()) {
            return inputs.refusal();
        }
        Optional<Policy> current = policies.policy(name);
        if (current.isEmpty()) {
            return noSuchPolicy(name);
        }
        HttpResponse refusal = refusal(call, name, current);
        if (refusal != null) {
            return refusal;
        }
        return secondPerson.gate(
                call,
                Operation.WITHDRAW_POLICY,
                "withdraw the policy " + name,
                ChangeSummary.POLICY,
                () -> withdraw(call, current.get(), reason, reference));
    }

    private HttpResponse withdraw(Call call, Policy current, WithdrawalReason reason, @Nullable String reference) {
        String name = current.name();
        return switch (policies.withdraw(name, current.version(), reason, reference, call.actor())) {
            case WithdrawOutcome.Done done ->
                Json.response(
                        HttpStatus.OK, new WithdrawnBody(name, done.revision(), readYourWrites.await(done.revision())));
            case WithdrawOutcome.Stale stale -> stale(name, Optional.of(stale.current()));
            case WithdrawOutcome.NoSuchPolicy unknown -> noSuchPolicy(name);
        };
    }

    /** Why a call does not fit the policy as it stands; null if it does. */
    private static @Nullable HttpResponse refusal(Call call, String name, Optional<Policy> current) {
        boolean wantsNone = call.headers().contains(HttpHeaderNames.IF_NONE_MATCH);
        if (current.isEmpty()) {
            return call.isConditional() ? stale(name, current) : null;
        }
        if (wantsNone || !call.accepts(etag(current.get()))) {
            return stale(name, current);
        }
        return call.isConditional()
                ? null
                : etag(current.get())
                        .on(Problem.of(
                                        Kind.PRECONDITION_REQUIRED,
                                        "There is a policy " + name + ": send If-Match with the ETag it had when you"
                                                + " read it.")
                                .response());
    }

    private static HttpResponse stale(String name, Optional<Policy> current) {
        return current.map(policy -> etag(policy).refusal("The policy " + name))
                .orElseGet(() -> Problem.of(
                                Kind.PRECONDITION_FAILED,
                                "There is no policy " + name + " (any more); nothing changed.")
                        .response());
    }

    private HttpResponse changed(HttpStatus status, Policy policy) {
        return etag(policy)
                .on(Json.response(status, PolicyBody.changed(policy, readYourWrites.await(policy.version()))));
    }

    private static ETag etag(Policy policy) {
        return new ETag(policy.version());
    }

    private static HttpResponse noSuchPolicy(String name) {
        return Problem.of(Kind.NOT_FOUND, "There is no policy '" + name + "'.").response();
    }
}
