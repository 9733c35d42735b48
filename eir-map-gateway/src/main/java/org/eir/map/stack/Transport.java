package org.eir.map.stack;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mobicents.protocols.api.Management;

/**
 * The links as jSS7 sees a transport. Of its sixty methods jSS7's M3UA calls three; each of the others is refused, so that
 * another version which calls more is noticed at once.
 */
final class Transport {
    private final Map<String, StackAssociation> associations;

    Transport(Map<String, StackAssociation> associations) {
        this.associations = Map.copyOf(associations);
    }

    Management asManagement() {
        return (Management) Proxy.newProxyInstance(
                Transport.class.getClassLoader(),
                new Class<?>[] {Management.class},
                (proxy, method, arguments) -> call(method, arguments));
    }

    private @Nullable Object call(Method method, Object @Nullable [] arguments) {
        switch (method.getName()) {
            case "getAssociation" -> {
                return association(arguments);
            }
            case "startAssociation" -> association(arguments).start();
            case "stopAssociation" -> association(arguments).stop();
            default -> throw new UnsupportedOperationException(method.getName());
        }
        return null;
    }

    private StackAssociation association(Object @Nullable [] arguments) {
        StackAssociation found = arguments == null ? null : associations.get((String) arguments[0]);
        if (found == null) {
            throw new IllegalArgumentException("no such association");
        }
        return found;
    }
}
