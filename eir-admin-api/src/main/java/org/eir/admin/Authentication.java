package org.eir.admin;

import java.util.Optional;
import org.eir.core.change.Actor;

/** Port: knows whose a token is. Called for every call under {@code /api}; it must not block. */
@FunctionalInterface
public interface Authentication {
    /** The account that this bearer token belongs to; empty if it is nobody's. Takes as long for wrong as for right ones. */
    Optional<Actor> actorOf(String bearerToken);
}
