package org.eir.core.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All policies, ready to be found by who asks. Immutable: finding takes no lock and allocates nothing.
 *
 * <p>The most specific one wins: host or point code, then the longest beginning of a global title, then the association,
 * then the realm; the standard policy for everybody else.
 */
public final class Policies {
    /** The policies of a register in which none was ever set. */
    public static final Policies INITIAL = of(Policy.INITIAL);

    /** How many there may be, the standard one included. */
    public static final int MAX_POLICIES = 200;

    private static final String POINT_CODE = "pc-";

    private final Policy standard;
    private final List<Policy> named;
    private final Map<String, Policy> hosts = new HashMap<>();
    private final Map<String, Policy> pointCodes = new HashMap<>();
    private final Map<String, Policy> associations = new HashMap<>();
    private final Map<String, Policy> realms = new HashMap<>();
    private final TitlePrefixes titles = new TitlePrefixes();

    private Policies(Policy standard, List<Policy> named) {
        this.standard = standard;
        this.named = named.stream().sorted(Comparator.comparing(Policy::name)).toList();
        for (Policy policy : named) {
            for (OriginMatcher origin : policy.origins()) {
                switch (origin.kind()) {
                    case HOST -> hosts.put(origin.value(), policy);
                    case POINT_CODE -> pointCodes.put(POINT_CODE + origin.value(), policy);
                    case GLOBAL_TITLE -> titles.put(origin.value(), policy);
                    case ASSOCIATION -> associations.put(origin.value(), policy);
                    case REALM -> realms.put(origin.value(), policy);
                }
            }
        }
    }

    /** One policy for everybody. */
    public static Policies of(Policy standard) {
        return new Policies(standard, List.of());
    }

    /**
     * Policies of which at most one has no origins, the standard one; {@link Policy#INITIAL} counts if it is not among
     * them. Whoever records them sees to it that no two are for one origin.
     */
    public static Policies of(List<Policy> policies) {
        List<Policy> named = new ArrayList<>(policies);
        Policy standard =
                policies.stream().filter(Policy::isStandard).findFirst().orElse(Policy.INITIAL);
        named.removeIf(Policy::isStandard);
        return new Policies(standard, named);
    }

    /** The policy for everybody whom no other is for. */
    public Policy standard() {
        return standard;
    }

    /** The others, by name. */
    public List<Policy> named() {
        return named;
    }

    /** The policy with this name. */
    public Optional<Policy> named(String name) {
        return name.equals(Policy.STANDARD)
                ? Optional.of(standard)
                : named.stream().filter(policy -> policy.name().equals(name)).findFirst();
    }

    /** The policy that counts for a request: that of whoever asked, not of the relay that brought it. */
    public Policy of(CheckRequest request) {
        if (named.isEmpty()) {
            return standard;
        }
        Policy found = switch (request.via()) {
            case S13, S13_PRIME -> byDiameterNode(request.origin());
            case F, GF -> bySs7Node(request);
            case ADMIN -> {
                Policy diameter = byDiameterNode(request.origin());
                yield diameter != null ? diameter : bySs7Node(request);
            }
        };
        if (found == null) {
            found = realms.get(lowerCase(request.origin().realm()));
        }
        return found == null ? standard : found;
    }

    private @Nullable Policy byDiameterNode(Origin origin) {
        return hosts.isEmpty() ? null : hosts.get(lowerCase(origin.host()));
    }

    private @Nullable Policy bySs7Node(CheckRequest request) {
        String host = request.origin().host();
        Policy found = pointCodes.get(host);
        if (found == null) {
            found = titles.longest(host);
        }
        return found == null ? associations.get(request.peer()) : found;
    }

    /** The same string where it is in lower case, as it nearly always is. */
    private static String lowerCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
