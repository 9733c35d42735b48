package org.eir.core.register;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eir.core.check.SubscriberRules;
import org.eir.core.identity.Imei;

/**
 * From a device to what is said of it together with its subscribers. Immutable: a fixed directory of pages, chosen by a
 * hash of the IMEI; a change copies the directory and the pages it touches.
 */
public final class SubscriberRuleTable {
    private static final int PAGE_BITS = 12;
    private static final Page EMPTY_PAGE = new Page(new long[0], new SubscriberRules[0]);

    /** A table that says nothing. */
    public static final SubscriberRuleTable EMPTY = new SubscriberRuleTable(emptyPages(), 0);

    private final Page[] pages;
    private final int devices;

    private SubscriberRuleTable(Page[] pages, int devices) {
        this.pages = pages;
        this.devices = devices;
    }

    private static Page[] emptyPages() {
        Page[] pages = new Page[1 << PAGE_BITS];
        Arrays.fill(pages, EMPTY_PAGE);
        return pages;
    }

    /** What counts for a device; {@link SubscriberRules#NONE} if nothing does. */
    public SubscriberRules lookup(Imei device) {
        return devices == 0 ? SubscriberRules.NONE : pages[pageOf(device.digits())].find(device.digits());
    }

    /** Devices for which a rule counts. */
    public int devices() {
        return devices;
    }

    /** The table in which these devices have these rules, or none; this one is untouched. */
    SubscriberRuleTable with(Map<Imei, SubscriberRules> edits) {
        if (edits.isEmpty()) {
            return this;
        }
        Map<Integer, List<Map.Entry<Imei, SubscriberRules>>> byPage = new HashMap<>();
        for (Map.Entry<Imei, SubscriberRules> edit : edits.entrySet()) {
            byPage.computeIfAbsent(pageOf(edit.getKey().digits()), page -> new ArrayList<>())
                    .add(edit);
        }
        Page[] newPages = pages.clone();
        int newDevices = devices;
        for (Map.Entry<Integer, List<Map.Entry<Imei, SubscriberRules>>> pageEdits : byPage.entrySet()) {
            Page before = newPages[pageEdits.getKey()];
            Page after = before.with(pageEdits.getValue());
            newPages[pageEdits.getKey()] = after;
            newDevices += after.devices.length - before.devices.length;
        }
        return new SubscriberRuleTable(newPages, newDevices);
    }

    private static int pageOf(long device) {
        return (int) (device * 0x9E3779B97F4A7C15L >>> (64 - PAGE_BITS));
    }

    /** Devices whose hash leads here, ascending, and their rules at the same positions. */
    private record Page(long[] devices, SubscriberRules[] rules) {

        SubscriberRules find(long device) {
            int at = Arrays.binarySearch(devices, device);
            return at < 0 ? SubscriberRules.NONE : rules[at];
        }

        Page with(List<Map.Entry<Imei, SubscriberRules>> edits) {
            TreeMap<Long, SubscriberRules> merged = new TreeMap<>();
            for (int i = 0; i < devices.length; i++) {
                merged.put(devices[i], rules[i]);
            }
            for (Map.Entry<Imei, SubscriberRules> edit : edits) {
                if (edit.getValue() == SubscriberRules.NONE) {
                    merged.remove(edit.getKey().digits());
                } else {
                    merged.put(edit.getKey().digits(), edit.getValue());
                }
            }
            return new Page(
                    merged.keySet().stream().mapToLong(Long::longValue).toArray(),
                    merged.values().toArray(new SubscriberRules[0]));
        }
    }
}
