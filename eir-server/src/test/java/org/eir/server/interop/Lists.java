package org.eir.server.interop;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eir.core.EquipmentCheck;
import org.eir.core.check.Policy;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Listing;
import org.eir.core.list.Reason;
import org.eir.core.register.Register;
import org.eir.core.register.RegisterUpdate;

/** One device of each kind: those of the conformance vectors. */
final class Lists {
    static final String OWNED = "352099001761481";
    static final String STOLEN = "490154203237518";
    static final String WATCHED = "356938035643809";
    static final String UNLISTED = "868918031234564";
    static final List<String> DEVICES = List.of(OWNED, STOLEN, WATCHED, UNLISTED);

    /** What an MSC of jSS7 understands about each of them. */
    private static final Map<String, String> VERDICTS = Map.of(
            OWNED, "whiteListed",
            STOLEN, "blackListed",
            WATCHED, "greyListed",
            UNLISTED, "error 7");

    private Lists() {}

    /** What an MSC of jSS7 prints about all of them, in the order it asks. */
    static List<String> everyVersionAndVerdict() {
        return DEVICES.stream()
                .flatMap(imei ->
                        Stream.of("v1 ", "v2 ", "v3 ").map(version -> version + imei + " " + VERDICTS.get(imei)))
                .toList();
    }

    /** A register in memory that has them listed; what is in no list is unknown to it. */
    static EquipmentCheck check() {
        RegisterUpdate update = new RegisterUpdate(1, Instant.EPOCH);
        load(update, OWNED, EquipmentList.WHITE);
        load(update, STOLEN, EquipmentList.BLACK);
        load(update, WATCHED, EquipmentList.GREY);
        update.policy(Policy.INITIAL);
        Register register = new Register(10);
        register.publish(update, Instant.EPOCH);
        return new EquipmentCheck(register, (request, result) -> {});
    }

    private static void load(RegisterUpdate update, String imei, EquipmentList list) {
        update.load(ImeiRange.of(Imei.of(imei)), Listing.of(list, Reason.STOLEN, false));
    }
}
