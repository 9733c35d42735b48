package org.eir.map;

/** The MAP interface cannot start; the message says which setting is to be changed. */
public final class GatewayStartException extends RuntimeException {
    public GatewayStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
