package org.eir.server.alarm;

import java.time.Instant;

/**
 * An alarm that is raised.
 *
 * @param name of the condition, {@code peer-lost}
 * @param severity of the condition
 * @param about what it is about; empty for the node itself
 * @param since when it was raised
 * @param detail what is wrong, one sentence, as it was last looked at
 */
public record Alarm(String name, Severity severity, String about, Instant since, String detail) {}
