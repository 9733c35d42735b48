package org.eir.admin.approvals;

import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eir.admin.web.Authentication.Identification.Known;
import org.eir.admin.web.Call;
import org.eir.admin.web.Json;
import org.jspecify.annotations.Nullable;

/**
 * All of a call that its answer depends on, so that it can be made later.
 *
 * @param path what its route names in the path
 * @param query its parameters, as sent
 * @param conditions the states of the resource that it is for: If-Match and If-None-Match (RFC 9110 clause 13.1)
 * @param body its body, as sent; empty if there was none
 */
record KeptCall(SortedMap<String, String> path, String query, SortedMap<String, String> conditions, String body) {
    private static final List<AsciiString> CONDITIONS =
            List.of(HttpHeaderNames.IF_MATCH, HttpHeaderNames.IF_NONE_MATCH);

    /** What is left of one that was erased by law. */
    static final KeptCall ERASED = new KeptCall(new TreeMap<>(), "", new TreeMap<>(), "");

    static KeptCall of(Call call) {
        SortedMap<String, String> conditions = new TreeMap<>();
        for (AsciiString name : CONDITIONS) {
            if (call.headers().contains(name)) {
                conditions.put(name.toString(), String.join(",", call.headers().getAll(name)));
            }
        }
        return new KeptCall(
                new TreeMap<>(call.pathParameters()),
                call.query().toQueryString(),
                conditions,
                call.body().toStringUtf8());
    }

    /** A call without query and body for the resource with this number. */
    static KeptCall of(long id) {
        return new KeptCall(new TreeMap<>(Map.of("id", Long.toString(id))), "", new TreeMap<>(), "");
    }

    /** The number of the resource that it is for. */
    long id() {
        return Long.parseLong(path.getOrDefault("id", "-1"));
    }

    /** As it is kept. */
    String text() {
        return new String(Json.bytes(this), StandardCharsets.UTF_8);
    }

    static KeptCall read(String text) {
        return Json.own(text.getBytes(StandardCharsets.UTF_8), KeptCall.class);
    }

    /** The call, made now by this caller; {@code ctx} waits for its answer. */
    Call by(Known caller, ServiceRequestContext ctx) {
        RequestHeadersBuilder headers = RequestHeaders.builder(ctx.method(), ctx.path());
        conditions.forEach(headers::set);
        return new Call(ctx, headers.build(), path, QueryParams.fromQueryString(query), caller, HttpData.ofUtf8(body));
    }

    /** The body as JSON, to be shown; null if there was none. */
    @Nullable
    JsonNode json() {
        return body.isEmpty() ? null : Json.own(body.getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }
}
