package org.eir.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** Devices that have several identities. */
final class Devices {
    private Devices() {}

    /** The number of the device that an IMEI belongs to. */
    static long of(RegisterClient register, String imei) throws CommandFailure {
        JsonNode devices =
                register.get("/api/v1/device-groups", Map.of("identity", imei)).path("devices");
        if (devices.isEmpty()) {
            throw CommandFailure.failed(
                    "Nobody said which device " + imei + " belongs to; 'eir device form IMEI IMEI' says so.");
        }
        return devices.get(0).path("id").asLong();
    }
}
