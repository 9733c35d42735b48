package org.eir.admin.web;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.Objects;
import org.eir.core.access.Caller;
import org.eir.core.change.Actor;

/**
 * An authenticated call with its whole body.
 *
 * @param ctx the request
 * @param caller who makes it
 * @param body its body, at most {@link Calls#MAX_BODY_BYTES}
 */
public record Call(ServiceRequestContext ctx, Caller caller, HttpData body) {

    /** The account that a change is recorded under. */
    public Actor actor() {
        return caller.actor();
    }

    /** A part of the path that its route names. */
    public String path(String name) {
        return Objects.requireNonNull(ctx.pathParam(name), name);
    }

    /** A number in the path; -1, which names nothing, if it is none. */
    public long pathNumber(String name) {
        String text = path(name);
        boolean digits = !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Long.parseLong(text) : -1;
    }

    /** The parameters of the query, of which this call has the known ones. */
    public Inputs inputs(String... known) {
        return new Inputs(ctx.queryParams(), known);
    }
}
