package org.eir.bench;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.eir.core.EquipmentCheck;
import org.eir.s13.S13Config;
import org.eir.s13.S13Gateway;

/** The product's S13 front end over a register in memory: port and number of entries are its arguments. */
final class S13Responder {
    private S13Responder() {}

    public static void main(String[] arguments) throws InterruptedException {
        LoadedRegister loaded = LoadedRegister.of(Integer.parseInt(arguments[1]), 1);
        EquipmentCheck check = new EquipmentCheck(loaded.register(), (request, result) -> {});
        S13Config config =
                S13Config.onLoopback(Integer.parseInt(arguments[0]), S13Load.REGISTER_HOST, S13Load.REGISTER_REALM);
        try (S13Gateway gateway = S13Gateway.start(config, check, new SimpleMeterRegistry())) {
            System.out.println("READY " + gateway.port());
            Thread.currentThread().join();
        }
    }
}
