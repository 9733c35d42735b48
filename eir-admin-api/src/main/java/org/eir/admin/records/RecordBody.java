package org.eir.admin.records;

import java.time.Instant;
import java.util.Locale;
import org.eir.core.identity.PresentedIdentity.Device;
import org.eir.core.identity.PresentedIdentity.Malformed;
import org.eir.core.records.CheckRecord;
import org.jspecify.annotations.Nullable;

/** An answered check, as it is told. */
record RecordBody(
        Instant at,
        String via,
        String peer,
        String origin,
        String realm,
        @Nullable String identity,
        @Nullable Integer softwareVersion,
        @Nullable String defect,
        @Nullable String subscriber,
        String verdict,
        String decided,
        String rule,
        long revision,
        long policyVersion) {

    /** @param subscriber in full, masked, or absent */
    static RecordBody of(CheckRecord check, @Nullable String subscriber) {
        String identity = null;
        Integer version = null;
        String defect = null;
        switch (check.identity()) {
            case Device device -> {
                identity = device.imei().text();
                version = device.softwareVersion() == Device.NO_VERSION ? null : device.softwareVersion();
            }
            case Malformed malformed ->
                defect = malformed.defect().name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
        return new RecordBody(
                check.at(),
                check.via().text().replace('_', '-'),
                check.peer(),
                check.origin().host(),
                check.origin().realm(),
                identity,
                version,
                defect,
                subscriber,
                check.verdict().text(),
                check.decided().text(),
                check.rule().text(),
                check.revision(),
                check.policyVersion());
    }
}
