package org.eir.map;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.eir.map.check.SubscriberExtension;

/**
 * Settings of the SS7 addresses and of MAP; the names are the keys under {@code map:}.
 *
 * @param networkIndicator the network whose point codes are meant (Q.704 clause 14.2.2)
 * @param pointCode this node's
 * @param subsystemNumber this node's, 2 to 254; an EIR's is 9 (TS 23.003 clause 8)
 * @param globalTitles this node's, digits; requests routed on another one are refused. None: routed on SSN only
 * @param subscriberExtensions vendors' forms of CheckIMEI whose IMSI is read
 * @param screenedOut what somebody who may not ask is told
 * @param maxOpenDialogues dialogues opened without a question that are waited for, 1 to 1000000
 * @param dialogueTimeoutMs how long such a dialogue waits for its question, 1000 to 600000
 */
public record MapConfig(
        NetworkIndicator networkIndicator,
        PointCode pointCode,
        int subsystemNumber,
        List<String> globalTitles,
        List<SubscriberExtension> subscriberExtensions,
        ScreenedOut screenedOut,
        int maxOpenDialogues,
        int dialogueTimeoutMs) {
    public static final int EIR_SUBSYSTEM_NUMBER = 9;
    public static final int DEFAULT_MAX_OPEN_DIALOGUES = 10_000;
    public static final int DEFAULT_DIALOGUE_TIMEOUT_MS = 30_000;

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

    /** In the order of its codes, 0 to 3. */
    public enum NetworkIndicator {
        INTERNATIONAL,
        INTERNATIONAL_SPARE,
        NATIONAL,
        NATIONAL_SPARE
    }

    /** What somebody is told who may not ask. */
    public enum ScreenedOut {
        /** The dialogue is refused, so that a wrong setting is noticed at once. */
        REFUSE,
        /** Nothing: the node does not show that it is there. */
        DISCARD
    }

    public MapConfig {
        M3uaConfig.require(
                subsystemNumber >= 2 && subsystemNumber <= 254,
                "map.subsystemNumber",
                Integer.toString(subsystemNumber),
                "must be 2 to 254; an EIR's is 9");
        globalTitles = List.copyOf(globalTitles);
        Set<String> seen = new HashSet<>();
        for (String title : globalTitles) {
            M3uaConfig.require(
                    DIGITS.matcher(title).matches(), "map.globalTitles", title, "must be 1 to 18 digits, in quotes");
            M3uaConfig.require(seen.add(title), "map.globalTitles", title, "must be named once");
        }
        subscriberExtensions = List.copyOf(subscriberExtensions);
        requireRange("map.maxOpenDialogues", maxOpenDialogues, 1, 1_000_000);
        requireRange("map.dialogueTimeoutMs", dialogueTimeoutMs, 1_000, 600_000);
    }

    /** What counts for keys that nobody set. */
    public static Map<String, Object> defaults() {
        return Map.of(
                "networkIndicator",
                "national",
                "subsystemNumber",
                EIR_SUBSYSTEM_NUMBER,
                "globalTitles",
                List.of(),
                "subscriberExtensions",
                List.of("huawei", "ericsson"),
                "screenedOut",
                "refuse",
                "maxOpenDialogues",
                DEFAULT_MAX_OPEN_DIALOGUES,
                "dialogueTimeoutMs",
                DEFAULT_DIALOGUE_TIMEOUT_MS);
    }

    /** A node of a national network, with the default habits and limits. */
    public static MapConfig of(PointCode pointCode, List<String> globalTitles) {
        return new MapConfig(
                NetworkIndicator.NATIONAL,
                pointCode,
                EIR_SUBSYSTEM_NUMBER,
                globalTitles,
                List.of(SubscriberExtension.values()),
                ScreenedOut.REFUSE,
                DEFAULT_MAX_OPEN_DIALOGUES,
                DEFAULT_DIALOGUE_TIMEOUT_MS);
    }

    private static void requireRange(String key, int value, int min, int max) {
        M3uaConfig.require(value >= min && value <= max, key, Integer.toString(value), "must be " + min + " to " + max);
    }
}
