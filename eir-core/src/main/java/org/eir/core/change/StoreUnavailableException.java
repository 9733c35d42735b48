package org.eir.core.change;

/** The database cannot be reached or failed; nothing of the change was recorded. Checks go on from memory. */
public final class StoreUnavailableException extends RuntimeException {
    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
