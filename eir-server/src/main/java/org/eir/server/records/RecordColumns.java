package org.eir.server.records;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.eir.core.identity.Imsi;
import org.eir.core.identity.PresentedIdentity.Device;
import org.eir.core.identity.PresentedIdentity.Malformed;
import org.eir.core.records.CheckRecord;
import org.eir.core.subscriber.Sealed;
import org.eir.core.subscriber.SubscriberVault;
import org.jspecify.annotations.Nullable;

/** A record as a line of a file: the columns that docs/reference/records.md describes. */
final class RecordColumns {
    static final List<String> HEADER = List.of(
            "time",
            "interface",
            "peer",
            "origin_host",
            "origin_realm",
            "identity",
            "software_version",
            "defect",
            "subscriber",
            "verdict",
            "decided",
            "rule",
            "revision",
            "policy");

    private final SubscriberVault vault;
    private final boolean isSealing;

    /** @param isSealing whether a subscriber is written sealed; otherwise masked */
    RecordColumns(SubscriberVault vault, boolean isSealing) {
        this.vault = vault;
        this.isSealing = isSealing;
    }

    List<String> of(CheckRecord check) {
        List<String> line = new ArrayList<>(HEADER.size());
        line.add(check.at().toString());
        line.add(check.via().text().replace('_', '-'));
        line.add(plain(check.peer()));
        line.add(plain(check.origin().host()));
        line.add(plain(check.origin().realm()));
        switch (check.identity()) {
            case Device device -> {
                line.add(device.imei().text());
                line.add(
                        device.softwareVersion() == Device.NO_VERSION
                                ? ""
                                : String.format(Locale.ROOT, "%02d", device.softwareVersion()));
                line.add("");
            }
            case Malformed malformed -> {
                line.add("");
                line.add("");
                line.add(malformed.defect().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            }
        }
        line.add(subscriber(check.subscriber()));
        line.add(check.verdict().text());
        line.add(check.decided().text());
        line.add(check.rule().text());
        line.add(Long.toString(check.revision()));
        line.add(Long.toString(check.policyVersion()));
        return line;
    }

    private String subscriber(@Nullable Imsi subscriber) {
        if (subscriber == null) {
            return "";
        }
        if (!isSealing) {
            return subscriber.toString();
        }
        Sealed sealed = vault.seal(subscriber);
        Base64.Encoder base64 = Base64.getEncoder();
        return sealed.keyId() + ":" + base64.encodeToString(sealed.lookup()) + ":"
                + base64.encodeToString(sealed.cipher());
    }

    /** Peers choose these texts: one line stays one line, and no spreadsheet takes one for a formula. */
    private static String plain(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return !line.isEmpty() && "=+-@".indexOf(line.charAt(0)) >= 0 ? "'" + line : line;
    }
}
