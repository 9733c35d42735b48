package org.eir.server.dev;

import java.util.List;
import org.eir.core.change.Actor;
import org.eir.core.change.ListChanges;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;

/** One device for each list, so that every verdict can be seen; entered once, and never again if withdrawn. */
final class DemoLists {
    static final String WHITE = "352099001761481";
    static final String BLACK = "490154203237518";
    static final String GREY = "356938035643809";
    static final String UNLISTED = "868918031234564";

    private DemoLists() {}

    static void enter(ListChanges lists, String source) {
        for (EntryFacts facts : List.of(
                facts(EquipmentList.WHITE, WHITE, Reason.OTHER, "type approval 2026/17", source),
                facts(EquipmentList.BLACK, BLACK, Reason.STOLEN, "FIR 12/2026", source),
                facts(EquipmentList.GREY, GREY, Reason.FRAUD, "case 8/2026", source))) {
            lists.add(facts, new Actor("demo"));
        }
    }

    private static EntryFacts facts(EquipmentList list, String imei, Reason reason, String reference, String source) {
        return new EntryFacts(
                ImeiRange.of(Imei.of(imei)),
                list,
                source,
                EntryFacts.EVERYONE,
                reason,
                reference,
                null,
                false,
                null,
                Validity.ALWAYS);
    }
}
