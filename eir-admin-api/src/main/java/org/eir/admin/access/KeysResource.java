package org.eir.admin.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eir.admin.web.Call;
import org.eir.admin.web.Inputs;
import org.eir.admin.web.Json;
import org.eir.admin.web.Problem;
import org.eir.admin.web.Problem.Kind;
import org.eir.core.access.ApiKey;
import org.eir.core.access.ApiKeys;
import org.eir.core.access.ApiKeys.CreateOutcome;
import org.eir.core.access.ApiKeys.RevokeOutcome;
import org.eir.core.access.Role;
import org.jspecify.annotations.Nullable;

/** The keys of programs. */
public final class KeysResource {
    public static final String PATH = "/api/v1/api-keys";

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;

    private final ApiKeys keys;
    private final Duration longest;
    private final Clock clock;

    /**
     * A page of keys.
     *
     * @param next the number to go on after; absent at the end
     */
    private record Page(List<KeyBody> keys, @Nullable Long next) {}

    /**
     * A key.
     *
     * @param key what a program shows; only in the answer to its making
     */
    private record KeyBody(
            long id,
            String name,
            List<String> roles,
            String organisation,
            String state,
            Instant created,
            String createdBy,
            Instant expires,
            @Nullable Instant revoked,
            @Nullable Instant lastUsed,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String key) {

        static KeyBody of(ApiKey key, Instant now, @Nullable String secret) {
            String state = key.revoked() != null ? "revoked" : key.expires().isAfter(now) ? "active" : "expired";
            return new KeyBody(
                    key.id(),
                    key.name(),
                    key.roles().stream().map(Role::text).sorted().toList(),
                    key.organisation(),
                    state,
                    key.created(),
                    key.createdBy(),
                    key.expires(),
                    key.revoked(),
                    key.lastUsed(),
                    secret);
        }
    }

    /**
     * @param maxKeyDays how long a key may be good
     */
    public KeysResource(ApiKeys keys, int maxKeyDays, Clock clock) {
        this.keys = keys;
        this.longest = Duration.ofDays(maxKeyDays);
        this.clock = clock;
    }

    /** Makes a key; the answer is the only place where it can be read. */
    public HttpResponse create(Call call) {
        Inputs inputs = call.inputs();
        KeyRequest request = Json.read(call.body(), KeyRequest.class, inputs);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        ApiKey.Facts facts =
                request == null ? null : request.facts(inputs, call.caller().organisation(), longest, now);
        if (facts == null || !inputs.areGood()) {
            return inputs.refusal();
        }
        ApiKeySecret secret = ApiKeySecret.random();
        return switch (keys.create(facts, secret.hash(), call.caller().actor())) {
            case CreateOutcome.Created created ->
                Json.response(
                        ResponseHeaders.of(HttpStatus.CREATED, HttpHeaderNames.LOCATION, PATH),
                        KeyBody.of(created.key(), now, secret.text()));
            case CreateOutcome.NameTaken taken ->
                Problem.of(
                                Kind.NAME_TAKEN,
                                "Key " + taken.existing().id() + " has or had the name '" + facts.name()
                                        + "'. A name is never given twice: changes are recorded under it.")
                        .with(List.of(), taken.existing().id())
                        .response();
            case CreateOutcome.TooMany tooMany ->
                Problem.of(
                                Kind.TOO_MANY_KEYS,
                                "There are " + ApiKeys.MAX_IN_FORCE
                                        + " keys in force already; revoke those that nobody uses: lastUsed tells.")
                        .response();
        };
    }

    public HttpResponse list(Call call) {
        Inputs inputs = call.inputs("after", "limit");
        long after = inputs.number("after", 0, 0, Long.MAX_VALUE);
        int limit = (int) inputs.number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        if (!inputs.areGood()) {
            return inputs.refusal();
        }
        Instant now = clock.instant();
        List<KeyBody> page = keys.list(after, limit).stream()
                .map(key -> KeyBody.of(key, now, null))
                .toList();
        Long next = page.size() < limit ? null : Long.valueOf(page.getLast().id());
        return Json.response(HttpStatus.OK, new Page(page, next));
    }

    /** The key is no longer good when this answers: on this node at once, on others within their poll of the feed. */
    public HttpResponse revoke(Call call) {
        Inputs inputs = call.inputs();
        if (!inputs.areGood()) {
            return inputs.refusal();
        }
        return switch (keys.revoke(call.pathNumber("id"), call.caller().actor())) {
            case RevokeOutcome.Done done -> Json.response(HttpStatus.OK, KeyBody.of(done.key(), clock.instant(), null));
            case RevokeOutcome.AlreadyRevoked revoked ->
                Problem.of(Kind.ALREADY_REVOKED, "Key " + revoked.key().id() + " was revoked before; nothing changed.")
                        .with(List.of(), revoked.key().id())
                        .response();
            case RevokeOutcome.NoSuchKey unknown ->
                Problem.of(Kind.NOT_FOUND, "There is no key '" + call.path("id") + "'.")
                        .response();
        };
    }
}
