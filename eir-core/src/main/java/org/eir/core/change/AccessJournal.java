package org.eir.core.change;

import java.util.Locale;
import org.eir.core.identity.Imei;
import org.eir.core.identity.Imsi;
import org.jspecify.annotations.Nullable;

/** Port: records that somebody read personal data, as a change set like any other, before the data is handed out. */
public interface AccessJournal {

    /** What was read. */
    enum Read {
        /** In which devices a subscriber was seen. */
        DEVICES_OF_SUBSCRIBER,
        /** With which subscribers a device was seen. */
        SUBSCRIBERS_OF_DEVICE,
        /** Which subscribers rules name. */
        SUBSCRIBER_RULES,
        /** The whole record of changes, with the people behind them. */
        AUDIT_EXPORT,
        /** What networks asked and were told, with the subscribers they named. */
        CHECK_RECORDS,
        /** How much of a subscriber there is to erase; whose is not recorded, as it is to be forgotten. */
        ERASURE_PREVIEW;

        /** As programs read it: {@code devices-of-subscriber}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * A read of personal data.
     *
     * @param subscriber whose, where somebody asked for a subscriber
     * @param device of which device, where somebody asked for a device
     * @param reference what for, such as a police report
     */
    record Access(
            Read read,
            @Nullable Imsi subscriber,
            @Nullable Imei device,
            @Nullable String reference) {

        /** What the log commits to. */
        public Commitment commitment() {
            return Commitment.to(
                    subscriber == null ? null : subscriber.digits(), device == null ? null : device.text(), reference);
        }
    }

    /**
     * Records a read; returns its revision. Durable when it returns.
     *
     * @throws StoreUnavailableException if it could not be recorded; then the data must not be handed out
     */
    long record(Access access, Actor actor);
}
