package org.eir.core.change;

/** The database cannot be reached, or cannot do what it was asked just now. Asking again later may help. */
public final class StoreUnavailableException extends StoreException {
    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
