package org.eir.admin.web;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceBindingBuilder;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eir.admin.web.Calls.Handler;
import org.eir.core.access.Permission;

/**
 * Collects which call is answered by whom, a line each, and binds them; the methods that a path does not have are
 * answered with those that it has (RFC 9110 clause 15.5.6).
 */
public final class Routes {
    private static final long UNLIMITED = 0;

    private final ServerBuilder builder;
    private final Calls calls;
    private final Map<String, Map<HttpMethod, Answering>> services = new LinkedHashMap<>();

    private record Answering(HttpService service, boolean limitsTheBodyItself) {}

    public Routes(ServerBuilder builder, Calls calls) {
        this.builder = builder;
        this.calls = calls;
    }

    public Routes get(String path, Permission permission, Handler handler) {
        return add(HttpMethod.GET, path, calls.blocking(permission, handler));
    }

    /** For every caller. */
    public Routes get(String path, Handler handler) {
        return add(HttpMethod.GET, path, calls.blocking(handler));
    }

    /** For everybody, and for what never blocks: answered even while every thread that may block waits for the database. */
    public Routes getAtOnce(String path, Supplier<HttpResponse> answer) {
        return add(HttpMethod.GET, path, (ctx, req) -> answer.get());
    }

    public Routes post(String path, Permission permission, Handler handler) {
        return add(HttpMethod.POST, path, calls.blocking(permission, handler));
    }

    /** The same for a call whose answer is never kept, see {@link Calls#secret}. */
    public Routes postSecret(String path, Permission permission, Handler handler) {
        return add(HttpMethod.POST, path, calls.secret(permission, handler));
    }

    public Routes put(String path, Permission permission, Handler handler) {
        return add(HttpMethod.PUT, path, calls.blocking(permission, handler));
    }

    /** A body that is streamed, by POST; who reads it limits it. */
    public Routes upload(String path, Permission permission, HttpService service) {
        return add(HttpMethod.POST, path, new Answering(calls.streamed(permission, service), true));
    }

    private Routes add(HttpMethod method, String path, HttpService service) {
        return add(method, path, new Answering(service, false));
    }

    private Routes add(HttpMethod method, String path, Answering answering) {
        services.computeIfAbsent(path, none -> new EnumMap<>(HttpMethod.class)).put(method, answering);
        return this;
    }

    /** The methods of every path so far, as in {@code Allow}, in the order of the paths. */
    public Map<String, String> methods() {
        Map<String, String> methods = new LinkedHashMap<>();
        services.forEach((path, byMethod) -> methods.put(path, named(byMethod.keySet())));
        return methods;
    }

    private static String named(Set<HttpMethod> methods) {
        return methods.stream().map(Enum::name).sorted().collect(Collectors.joining(", "));
    }

    /** The last step. */
    public void bind() {
        services.forEach((path, byMethod) -> {
            byMethod.forEach((method, answering) -> bind(path, method, answering));
            others(path, byMethod.keySet());
        });
    }

    private void bind(String path, HttpMethod method, Answering answering) {
        ServiceBindingBuilder route = builder.route()
                .path(path)
                .methods(method == HttpMethod.GET ? EnumSet.of(method, HttpMethod.HEAD) : EnumSet.of(method));
        if (answering.limitsTheBodyItself()) {
            route.maxRequestLength(UNLIMITED);
        }
        route.build(answering.service());
    }

    private void others(String path, Set<HttpMethod> methods) {
        Set<HttpMethod> others = EnumSet.copyOf(HttpMethod.knownMethods());
        others.removeAll(methods);
        if (methods.contains(HttpMethod.GET)) {
            others.remove(HttpMethod.HEAD);
        }
        String allowed = named(methods);
        builder.route().path(path).methods(others).build((ctx, req) -> Failures.methodNotAllowed(allowed));
    }
}
