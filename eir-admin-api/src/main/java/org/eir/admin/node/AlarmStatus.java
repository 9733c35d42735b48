package org.eir.admin.node;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody has to do something about.
 *
 * @param alarm its name: {@code peer-lost}
 * @param severity {@code critical}, {@code major} or {@code minor} (ITU-T X.733 clause 8.1.2.3)
 * @param about what it is about; absent for the node itself
 * @param since when it was raised
 * @param detail what is wrong, one sentence
 */
public record AlarmStatus(
        String alarm, String severity, @Nullable String about, Instant since, String detail) {}
