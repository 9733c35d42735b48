package org.eir.map.check;

import java.security.SecureRandom;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.eir.core.check.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Dialogues that were opened without a question and wait for it: the only thing this interface remembers.
 *
 * <p>As many as the limit, each for as long as the timeout. There are no timers: whoever comes by drops what has expired,
 * oldest first. A dialogue belongs to the network element that opened it, whichever association it uses: through a pair of
 * STPs its messages may take either.
 */
final class OpenDialogues {
    private record OpenDialogue(MapVersion version, Origin origin, long expiresAtNs) {}

    private final SecureRandom random = new SecureRandom();
    /** By own transaction id, the one that expires first at the front. */
    private final Map<Integer, OpenDialogue> dialogues = new LinkedHashMap<>();

    private final int limit;
    private final long timeoutNs;
    private final MapCounters counters;

    OpenDialogues(int limit, long timeoutNs, MapCounters counters) {
        this.limit = limit;
        this.timeoutNs = timeoutNs;
        this.counters = counters;
    }

    /** Waits for a question from there; the transaction id it has to name, or empty if too many are waited for. */
    synchronized OptionalInt open(MapVersion version, Origin origin, long nowNs) {
        expire(nowNs);
        if (dialogues.size() >= limit) {
            return OptionalInt.empty();
        }
        int id = random.nextInt();
        while (dialogues.containsKey(id)) {
            id = random.nextInt();
        }
        dialogues.put(id, new OpenDialogue(version, origin, nowNs + timeoutNs));
        return OptionalInt.of(id);
    }

    /** The version of a dialogue that this origin opened, which goes on waiting; null if there is none. */
    synchronized @Nullable MapVersion find(int id, Origin origin, long nowNs) {
        expire(nowNs);
        OpenDialogue dialogue = dialogues.get(id);
        if (dialogue == null || !dialogue.origin.equals(origin)) {
            return null;
        }
        dialogues.remove(id);
        dialogues.put(id, new OpenDialogue(dialogue.version, origin, nowNs + timeoutNs));
        return dialogue.version;
    }

    /** Waits no longer for a question from there. */
    synchronized void close(int id, Origin origin) {
        OpenDialogue dialogue = dialogues.get(id);
        if (dialogue != null && dialogue.origin.equals(origin)) {
            dialogues.remove(id);
        }
    }

    synchronized int size(long nowNs) {
        expire(nowNs);
        return dialogues.size();
    }

    private void expire(long nowNs) {
        Iterator<OpenDialogue> oldest = dialogues.values().iterator();
        while (oldest.hasNext() && oldest.next().expiresAtNs - nowNs <= 0) {
            oldest.remove();
            counters.dialogueExpired();
        }
    }
}
