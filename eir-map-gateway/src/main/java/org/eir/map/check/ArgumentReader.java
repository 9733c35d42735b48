package org.eir.map.check;

import java.util.Set;
import org.eir.core.identity.Imsi;
import org.eir.core.identity.PresentedIdentity;
import org.eir.map.check.MapCounters.SubscriberReading;
import org.eir.map.tcap.BerCursor;
import org.eir.map.tcap.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Reads the argument of CheckIMEI from the octets after the operation code.
 *
 * <p>IMEI and, in version 3, requestedEquipmentInfo are mandatory: without them the argument is not of its type, which is
 * rejected as mistypedParameter (Q.773 clause 4.2.2.7). dataMissing (35) is for optional ones that a context requires
 * (TS 29.002 clause 7.6.1.4), and CheckIMEI has none. A size that the type does not allow is a matter of the identity, not
 * of the argument: policy answers it. Nothing that follows the mandatory elements can fail the question.
 */
final class ArgumentReader {
    /** What the Huawei form has between IMEI and IMSI: the tag of no type. */
    private static final int HUAWEI_IMSI = 0x00;
    /** [PRIVATE 1]. */
    private static final int ERICSSON_IMSI = 0xc1;
    /** equipmentStatus(0) of RequestedEquipmentInfo. */
    private static final int EQUIPMENT_STATUS = 0x80;

    private final boolean huawei;
    private final boolean ericsson;
    private final MapCounters counters;

    ArgumentReader(Set<SubscriberExtension> extensions, MapCounters counters) {
        this.huawei = extensions.contains(SubscriberExtension.HUAWEI);
        this.ericsson = extensions.contains(SubscriberExtension.ERICSSON);
        this.counters = counters;
    }

    /** Null if the argument is missing or not of its type. */
    @Nullable
    CheckImeiArgument read(BerCursor argument, MapVersion version) {
        return version == MapVersion.V3 ? readSequence(argument) : readImei(argument);
    }

    /** Versions 1 and 2: a bare IMEI. */
    private @Nullable CheckImeiArgument readImei(BerCursor argument) {
        if (!argument.next(Tag.OCTET_STRING)) {
            return null;
        }
        PresentedIdentity identity = Tbcd.imei(argument);
        Imsi subscriber = argument.next(HUAWEI_IMSI) ? subscriber(argument, huawei) : null;
        return new CheckImeiArgument(identity, true, subscriber);
    }

    private @Nullable CheckImeiArgument readSequence(BerCursor argument) {
        if (!argument.enter(Tag.SEQUENCE) || !argument.next(Tag.OCTET_STRING)) {
            return null;
        }
        PresentedIdentity identity = Tbcd.imei(argument);
        if (!argument.next(Tag.BIT_STRING) || argument.contentLength() < 2) {
            return null;
        }
        boolean statusAsked = (argument.octet(1) & EQUIPMENT_STATUS) != 0;
        Imsi subscriber = null;
        while (argument.next()) {
            if (argument.tag() == ERICSSON_IMSI) {
                subscriber = subscriber(argument, ericsson);
            }
        }
        return new CheckImeiArgument(identity, statusAsked, subscriber);
    }

    private @Nullable Imsi subscriber(BerCursor element, boolean wanted) {
        if (!wanted) {
            counters.subscriber(SubscriberReading.IGNORED);
            return null;
        }
        Imsi imsi = Tbcd.imsi(element);
        counters.subscriber(imsi == null ? SubscriberReading.MALFORMED : SubscriberReading.READ);
        return imsi;
    }
}
