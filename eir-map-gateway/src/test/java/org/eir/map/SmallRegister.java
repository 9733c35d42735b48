package org.eir.map;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.eir.core.EquipmentCheck;
import org.eir.core.check.CheckRequest;
import org.eir.core.check.Policy;
import org.eir.core.check.Verdict;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Listing;
import org.eir.core.list.Reason;
import org.eir.core.register.Register;
import org.eir.core.register.RegisterUpdate;

/** A register with one device on each list, which remembers what it was asked. */
public final class SmallRegister {
    public static final String STOLEN = "490154203237518";
    public static final String WATCHED = "356938035643809";
    public static final String OWNED = "352099001761481";
    public static final String UNLISTED = "868918031234564";

    private final List<CheckRequest> asked = new CopyOnWriteArrayList<>();
    private final Register register = new Register(10);
    private final EquipmentCheck check = new EquipmentCheck(register, (request, result) -> asked.add(request));

    public SmallRegister() {
        this(Policy.INITIAL);
    }

    /** With a policy of its own. */
    public SmallRegister(Policy policy) {
        RegisterUpdate update = new RegisterUpdate(1, Instant.EPOCH);
        load(update, STOLEN, EquipmentList.BLACK);
        load(update, WATCHED, EquipmentList.GREY);
        load(update, OWNED, EquipmentList.WHITE);
        update.policy(policy);
        register.publish(update, Instant.EPOCH);
    }

    /** Answers what is no identity with an error. */
    public static SmallRegister refusingTheMalformed() {
        return new SmallRegister(new Policy(1, Verdict.UNKNOWN, Verdict.REFUSED, Verdict.UNKNOWN));
    }

    private static void load(RegisterUpdate update, String imei, EquipmentList list) {
        update.load(ImeiRange.of(Imei.of(imei)), Listing.of(list, Reason.STOLEN, false));
    }

    /** One that fails with this, whatever it is asked. */
    public static EquipmentCheck failingWith(RuntimeException failure) {
        return failingWith(failure, () -> true);
    }

    /** One that fails with this when asked while {@code fails} says so. */
    public static EquipmentCheck failingWith(RuntimeException failure, BooleanSupplier fails) {
        return new EquipmentCheck(new Register(10), (request, result) -> {
            if (fails.getAsBoolean()) {
                throw failure;
            }
        });
    }

    public EquipmentCheck check() {
        return check;
    }

    public CheckRequest lastAsked() {
        return asked.getLast();
    }

    public int timesAsked() {
        return asked.size();
    }
}
