package org.eir.core.change;

/** Nothing of the change was recorded, or nothing could be read. Checks go on from memory. */
public abstract sealed class StoreException extends RuntimeException
        permits StoreUnavailableException, StoreFailedException {
    StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
