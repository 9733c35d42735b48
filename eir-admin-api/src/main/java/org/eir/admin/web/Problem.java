package org.eir.admin.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import java.util.List;
import java.util.Locale;
import org.eir.core.input.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Why a call was not done (RFC 9457).
 *
 * @param kind what programs tell it by
 * @param detail what happened and the way out, in sentences
 * @param errors what is wrong with the input, each by its place
 * @param existing number of the entry or import that is in the way
 * @param retryAfterS after how many seconds it makes sense to try again
 * @param instance the URI of this one occurrence, by which the log of the node tells more
 */
public record Problem(
        Kind kind,
        String detail,
        List<InputError> errors,
        @Nullable Long existing,
        @Nullable Integer retryAfterS,
        @Nullable String instance) {

    private static final MediaType MEDIA_TYPE = MediaType.parse("application/problem+json");

    /** What programs tell a problem by. The names are part of the API. */
    public enum Kind {
        MALFORMED_REQUEST(400, "The request cannot be read"),
        NOT_AUTHENTICATED(401, "A valid token is needed"),
        NOT_PERMITTED(403, "The caller may not do this"),
        NOT_THE_OWNER(403, "It belongs to another organisation"),
        NOT_YOUR_LISTING(403, "Another organisation listed the device"),
        OWN_PROPOSAL(403, "Nobody approves a change of their own"),
        NOT_FOUND(404, "There is nothing here"),
        METHOD_NOT_ALLOWED(405, "The resource has no such method"),
        ALREADY_LISTED(409, "The source has such an entry already"),
        ALREADY_WITHDRAWN(409, "The entry was withdrawn before"),
        GOLDEN_CONFLICT(409, "The golden list protects this"),
        ALREADY_GROUPED(409, "An identity belongs to another device"),
        ALREADY_DISSOLVED(409, "The group was dissolved before"),
        CALL_UNDER_WAY(409, "A call with this idempotency key is under way"),
        ORIGIN_TAKEN(409, "Another policy is for this origin"),
        TOO_MANY_SUBSCRIBERS(409, "The device's rules would name too many subscribers"),
        TOO_MANY_POLICIES(409, "There are as many policies as there may be"),
        ALREADY_REVOKED(409, "The key was revoked before"),
        NAME_TAKEN(409, "The name is taken"),
        TOO_MANY_KEYS(409, "Too many keys"),
        NOT_PREVIEWED(409, "The import cannot be applied as it stands"),
        NOT_APPLIED(409, "The import cannot be taken back as it stands"),
        STILL_IN_USE(409, "What is in force needs it"),
        PERSONAL_DATA_CHANGED(409, "What lies beside the log is not what was committed to"),
        ALREADY_DECIDED(409, "The proposal was decided before"),
        BEYOND_LIMITS(409, "One person's call may not do so much"),
        NOT_APPROVED(409, "The change would do more than was approved"),
        PRECONDITION_FAILED(412, "It is not in the state that the call names"),
        TOO_LARGE(413, "The body is too large"),
        UNSUPPORTED_MEDIA_TYPE(415, "This kind of body is not understood"),
        INVALID_INPUT(422, "The input is not valid"),
        KEY_REUSED(422, "The idempotency key stands for another call"),
        PRECONDITION_REQUIRED(428, "The call has to name the state it means to change"),
        TOO_MANY_CALLS(429, "Too many calls of this caller"),
        TOO_MANY_IMPORTS(429, "Too many imports at once"),
        TOO_MANY_PROPOSALS(429, "Too many changes wait for a second person"),
        INTERNAL_ERROR(500, "The register failed"),
        IDENTITY_PROVIDER_UNAVAILABLE(503, "The identity provider cannot be reached"),
        LOG_INCONSISTENT(503, "The log of changes does not fit"),
        LOG_UNCHECKED(503, "The log of changes is being checked"),
        OVERTAKEN(503, "Others changed the same meanwhile"),
        OVERLOADED(503, "Too many calls at once"),
        SHUTTING_DOWN(503, "The node is shutting down"),
        STORE_UNAVAILABLE(503, "The database cannot be reached"),
        TIMED_OUT(503, "The call took too long"),
        OTHER(0, "");

        private final int status;
        private final String title;

        Kind(int status, String title) {
            this.status = status;
            this.title = title;
        }

        /** The URI that tells the kind. */
        public String type() {
            return "urn:eir:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * One thing wrong with the input.
     *
     * @param pointer where in a JSON body (RFC 6901)
     * @param parameter which parameter of the query or path
     * @param field name of the field or column
     * @param value what was sent, shortened
     * @param rule what is allowed
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record InputError(
            @Nullable String pointer, @Nullable String parameter, String field, String value, String rule) {

        public static InputError inBody(Refusal refusal) {
            String pointer = "/" + refusal.field().replace("~", "~0").replace("/", "~1");
            return new InputError(pointer, null, refusal.field(), refusal.value(), refusal.rule());
        }

        /** Somewhere within a structured body: {@code /origins/0}. */
        public static InputError at(String pointer, Refusal refusal) {
            return new InputError(pointer, null, refusal.field(), refusal.value(), refusal.rule());
        }

        public static InputError inQuery(Refusal refusal) {
            return new InputError(null, refusal.field(), refusal.field(), refusal.value(), refusal.rule());
        }

        public static InputError inFile(Refusal refusal) {
            return new InputError(null, null, refusal.field(), refusal.value(), refusal.rule());
        }

        private String sentence() {
            return field + " '" + value + "': " + rule;
        }
    }

    public static Problem of(Kind kind, String detail) {
        return new Problem(kind, detail, List.of(), null, null, null);
    }

    public static Problem invalid(List<InputError> errors) {
        String detail =
                String.join(". ", errors.stream().map(InputError::sentence).toList());
        return new Problem(Kind.INVALID_INPUT, detail, errors, null, null, null);
    }

    public static Problem retryable(Kind kind, String detail, int retryAfterS) {
        return new Problem(kind, detail, List.of(), null, retryAfterS, null);
    }

    /**
     * A fault of the register.
     *
     * @param incident by which its log tells what it was
     */
    static Problem failed(String incident) {
        return new Problem(
                Kind.INTERNAL_ERROR,
                "The register failed, which is a fault of its own and not of the call; its log tells more under incident "
                        + incident + ".",
                List.of(),
                null,
                null,
                "urn:eir:incident:" + incident);
    }

    /** With the number of the entry or import that is in the way. */
    public Problem with(List<InputError> newErrors, long existingId) {
        return new Problem(kind, detail, newErrors, existingId, retryAfterS, instance);
    }

    /** The answer, with the kind's own status. */
    public HttpResponse response() {
        return aggregated(HttpStatus.valueOf(kind.status)).toHttpResponse();
    }

    /** The answer, with a status that is not the kind's own where the protocol has a closer one. */
    public AggregatedHttpResponse aggregated(HttpStatus status) {
        ResponseHeadersBuilder headers = ResponseHeaders.builder(status).contentType(MEDIA_TYPE);
        if (retryAfterS != null) {
            headers.addInt(HttpHeaderNames.RETRY_AFTER, retryAfterS);
        }
        if (kind == Kind.NOT_AUTHENTICATED) {
            headers.add(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"eir\"");
        }
        String type = kind == Kind.OTHER ? "about:blank" : kind.type();
        String title = kind == Kind.OTHER ? status.reasonPhrase() : kind.title;
        byte[] body = Json.bytes(new Body(type, title, status.code(), detail, instance, errors, existing));
        return AggregatedHttpResponse.of(headers.build(), HttpData.wrap(body));
    }

    /** The kind's own status. */
    public HttpStatus status() {
        return HttpStatus.valueOf(kind.status);
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Body(
            String type,
            String title,
            int status,
            String detail,
            @Nullable String instance,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<InputError> errors,
            @Nullable Long existing) {}
}
