package org.eir.s13;

/** The S13 interface could not be started; the message says why and what to set. */
public final class S13StartException extends RuntimeException {
    S13StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
