package org.eir.admin.subscribers;

import java.time.Instant;
import java.util.function.Function;
import org.eir.core.check.CheckResult;
import org.eir.core.identity.Imei;
import org.eir.core.identity.Imsi;
import org.eir.core.sighting.Sighting;
import org.jspecify.annotations.Nullable;

/**
 * A sighting as it is told.
 *
 * @param imei 14 digits and the check digit, as it is printed on the device
 * @param imsi in full or masked; absent where it is not known
 * @param origin the network element that asked last
 * @param verdict what it would be told now
 */
record SightingBody(
        String imei,
        @Nullable String imsi,
        String via,
        String peer,
        String origin,
        String realm,
        Instant firstSeen,
        Instant lastSeen,
        String verdict,
        String rule) {

    static SightingBody of(Sighting sighting, Function<Imsi, String> shown, CheckResult now) {
        Imei imei = sighting.imei();
        Imsi subscriber = sighting.subscriber();
        return new SightingBody(
                imei.text() + imei.checkDigit(),
                subscriber == null ? null : shown.apply(subscriber),
                sighting.via().text().replace('_', '-'),
                sighting.peer(),
                sighting.origin().host(),
                sighting.origin().realm(),
                sighting.firstSeen(),
                sighting.lastSeen(),
                now.verdict().text(),
                now.rule().text());
    }
}
