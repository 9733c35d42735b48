package org.eir.server.alarm;

import java.util.Locale;

/** How bad it is: perceived severities of ITU-T X.733 clause 8.1.2.3, the worst first. */
public enum Severity {
    /** The service is gone or wrong: now. */
    CRITICAL,
    /** The service has suffered, or soon will: today. */
    MAJOR,
    /** Nothing has suffered yet: before it gets worse. */
    MINOR;

    /** As programs read it: lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
