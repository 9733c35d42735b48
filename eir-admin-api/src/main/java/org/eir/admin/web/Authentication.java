package org.eir.admin.web;

import java.util.Optional;
import org.eir.core.access.Caller;

/** Port: knows whose a token is. Called for every call under {@code /api}; it must not block. */
@FunctionalInterface
public interface Authentication {
    /** Whose this bearer token is; empty if it is nobody's. Takes as long for wrong as for right ones. */
    Optional<Caller> callerOf(String bearerToken);
}
