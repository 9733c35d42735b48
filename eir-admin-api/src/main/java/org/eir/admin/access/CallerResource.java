package org.eir.admin.access;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import java.time.Instant;
import java.util.List;
import org.eir.admin.web.Authentication.Identification.Known;
import org.eir.admin.web.Call;
import org.eir.admin.web.Inputs;
import org.eir.admin.web.Json;
import org.eir.core.access.Caller;
import org.eir.core.access.Permission;
import org.eir.core.access.Role;
import org.jspecify.annotations.Nullable;

/** Who calls, as the register sees it. */
public final class CallerResource {
    private record Body(
            String name,
            List<String> roles,
            String organisation,
            List<String> permissions,
            String authentication,
            @Nullable Instant expires) {}

    private CallerResource() {}

    public static HttpResponse tell(Call call) {
        Inputs inputs = call.inputs();
        if (!inputs.areGood()) {
            return inputs.refusal();
        }
        Known known = call.known();
        Caller caller = known.caller();
        return Json.response(
                HttpStatus.OK,
                new Body(
                        caller.actor().name(),
                        caller.roles().stream().sorted().map(Role::text).toList(),
                        caller.organisation(),
                        caller.permissions().stream().map(Permission::text).toList(),
                        known.means().text(),
                        known.until()));
    }
}
