package org.eir.map.check;

import java.util.Set;

/**
 * How dialogues are led.
 *
 * @param subscriberExtensions vendors' forms of CheckIMEI whose IMSI is read
 * @param maxOpenDialogues dialogues opened without a question that are waited for at once; one more is aborted
 * @param timeoutMs how long such a dialogue waits for its question
 */
public record DialogueSettings(Set<SubscriberExtension> subscriberExtensions, int maxOpenDialogues, long timeoutMs) {
    public DialogueSettings {
        subscriberExtensions = Set.copyOf(subscriberExtensions);
    }
}
