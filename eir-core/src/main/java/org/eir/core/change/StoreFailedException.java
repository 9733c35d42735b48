package org.eir.core.change;

/**
 * The database is there and refused what it was asked: a fault of the register, not of the database. Asking again does not
 * help.
 */
public final class StoreFailedException extends StoreException {
    public StoreFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
