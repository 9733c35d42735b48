package org.eir.server.doctor;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.eir.server.config.EirConfig;

/** Looks at everything that a node with this configuration needs. */
public final class Doctor {
    private Doctor() {}

    /** What was found, everything that was looked at. Takes as long as the database and the resolver take to answer. */
    public static List<Diagnosis> examine(EirConfig config, Clock clock) {
        List<Diagnosis> all = new ArrayList<>();
        all.addAll(new Machine(config).examine());
        all.addAll(new OwnFiles(config, clock).examine());
        if (config.database() != null) {
            all.addAll(
                    DatabaseExam.examine(config.database(), Runtime.getRuntime().maxMemory()));
        }
        return List.copyOf(all);
    }
}
