package org.eir.bench.support;

import java.time.Duration;
import java.time.Instant;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Listing;
import org.eir.core.list.Reason;
import org.eir.core.register.Register;
import org.eir.core.register.RegisterUpdate;
import org.eir.testkit.Devices;

/**
 * A register with stolen phones, as a start from the database fills it.
 *
 * @param register holds the first {@code entries} of {@link Devices}
 * @param listed some of them, spread over all
 * @param unlisted as many others, of the same models
 * @param loading how long the register took to take them in
 */
public record LoadedRegister(Register register, Imei[] listed, Imei[] unlisted, Duration loading) {
    private static final long SEED = 2;
    private static final int STOLEN = Listing.of(EquipmentList.BLACK, Reason.STOLEN, false);

    /**
     * @param entries number of entries, at least {@code samples}
     * @param samples number of phones to ask for later
     */
    public static LoadedRegister of(int entries, int samples) {
        Devices devices = new Devices(SEED);
        long[] stolen = new long[entries];
        Imei[] listed = new Imei[samples];
        for (int i = 0; i < entries; i++) {
            Imei imei = devices.next();
            stolen[i] = imei.digits();
            listed[(int) ((long) i * samples / entries)] = imei;
        }
        Register register = new Register(0);
        long begin = System.nanoTime();
        load(register, stolen);
        Duration loading = Duration.ofNanos(System.nanoTime() - begin);
        Imei[] unlisted = new Imei[samples];
        for (int i = 0; i < samples; i++) {
            unlisted[i] = devices.next();
        }
        return new LoadedRegister(register, listed, unlisted, loading);
    }

    private static void load(Register register, long[] stolen) {
        RegisterUpdate update = new RegisterUpdate(1, Instant.EPOCH);
        for (long imei : stolen) {
            update.load(new ImeiRange(imei, imei), STOLEN);
        }
        register.publish(update, Instant.EPOCH);
    }
}
