package org.eir.admin.lists;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import java.util.Arrays;
import java.util.List;
import org.eir.admin.web.Call;
import org.eir.admin.web.Inputs;
import org.eir.admin.web.Json;
import org.eir.core.list.Reason;
import org.eir.core.list.WithdrawalReason;
import org.jspecify.annotations.Nullable;

/** The code lists of reasons, and what others call the same. */
public final class ReasonsResource {
    private record Reasons(List<ReasonBody> reasons, List<WithdrawalBody> withdrawalReasons) {}

    private record ReasonBody(
            String reason, @Nullable String gsma, @Nullable String dirbs) {}

    /** @param givenByPeople whether a withdrawal may name it; the register gives the others itself */
    private record WithdrawalBody(String reason, boolean givenByPeople) {}

    private static final Reasons ALL = new Reasons(
            Arrays.stream(Reason.values())
                    .map(reason -> new ReasonBody(reason.text(), reason.gsma(), reason.dirbs()))
                    .toList(),
            Arrays.stream(WithdrawalReason.values())
                    .map(reason -> new WithdrawalBody(reason.text(), reason.isGivenByPeople()))
                    .toList());

    public HttpResponse all(Call call) {
        Inputs inputs = call.inputs();
        return inputs.areGood() ? Json.response(HttpStatus.OK, ALL) : inputs.refusal();
    }
}
