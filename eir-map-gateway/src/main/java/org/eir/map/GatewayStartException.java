package org.eir.map;

import org.jspecify.annotations.Nullable;

/** The MAP interface cannot start; the message says which setting is to be changed. */
public final class GatewayStartException extends RuntimeException {
    public GatewayStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
