package org.eir.admin.web;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.eir.admin.web.Authentication.Identification.Known;
import org.eir.core.access.Caller;
import org.eir.core.change.Actor;

/**
 * An authenticated call with its whole body. It may have been kept for a second person and be made only now: what it says
 * is in the other parts, not in {@code ctx}.
 *
 * @param ctx the request that waits for the answer
 * @param headers as sent; of a call that was kept, only those that its answer depends on
 * @param pathParameters the parts of the path that its route names
 * @param query its parameters
 * @param known who makes it, and how that is known
 * @param body its body, at most {@link Calls#MAX_BODY_BYTES}
 */
public record Call(
        ServiceRequestContext ctx,
        RequestHeaders headers,
        Map<String, String> pathParameters,
        QueryParams query,
        Known known,
        HttpData body) {

    static Call of(ServiceRequestContext ctx, Known known, HttpData body) {
        return new Call(ctx, ctx.request().headers(), ctx.pathParams(), ctx.queryParams(), known, body);
    }

    /** The same call with another body. */
    public Call withBody(HttpData other) {
        return new Call(ctx, headers, pathParameters, query, known, other);
    }

    /** Who makes it. */
    public Caller caller() {
        return known.caller();
    }

    /** The account that a change is recorded under. */
    public Actor actor() {
        return caller().actor();
    }

    /** A part of the path that its route names. */
    public String path(String name) {
        return Objects.requireNonNull(pathParameters.get(name), name);
    }

    /** A number in the path; -1, which names nothing, if it is none. */
    public long pathNumber(String name) {
        String text = path(name);
        boolean digits = !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Long.parseLong(text) : -1;
    }

    /** Whether the call is only meant for one state of a resource (If-Match, RFC 9110 clause 13.1.1). */
    public boolean isConditional() {
        return headers.contains(HttpHeaderNames.IF_MATCH);
    }

    /** Whether a resource may be changed as it stands: the call names this state, or every one, or none. */
    public boolean accepts(ETag current) {
        return !isConditional()
                || headers.getAll(HttpHeaderNames.IF_MATCH).stream()
                        .flatMap(header -> Arrays.stream(header.split(",", -1)))
                        .map(String::strip)
                        .anyMatch(tag -> tag.equals("*") || tag.equals(current.text()));
    }

    /** The parameters of the query, of which this call has the known ones. */
    public Inputs inputs(String... known) {
        return new Inputs(query, known);
    }
}
