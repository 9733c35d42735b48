package org.eir.core.audit;

/**
 * From a 64-bit hash to a second one and a place, in 24 octets each and without an object: open addressing, grown by
 * doubling. Holds what memory holds; ten million take about 400 MB.
 */
final class PlaceTable {
    /** What is returned where nothing is known. */
    static final int NONE = -1;

    private static final int FIRST_CAPACITY = 1 << 10;

    private long[] keys = new long[FIRST_CAPACITY];
    private long[] values = new long[FIRST_CAPACITY];
    private long[] places = new long[FIRST_CAPACITY];
    private int size;

    int size() {
        return size;
    }

    /** The slot of a key, or {@link #NONE}; good until the next change. */
    int find(long key) {
        long wanted = notZero(key);
        int slot = home(wanted);
        while (keys[slot] != 0) {
            if (keys[slot] == wanted) {
                return slot;
            }
            slot = slot + 1 & keys.length - 1;
        }
        return NONE;
    }

    long value(int slot) {
        return values[slot];
    }

    long place(int slot) {
        return places[slot];
    }

    /** Puts a key in the place of an equal one. */
    void put(long key, long value, long place) {
        if (size >= keys.length / 8 * 5) {
            grow();
        }
        long wanted = notZero(key);
        int slot = home(wanted);
        while (keys[slot] != 0 && keys[slot] != wanted) {
            slot = slot + 1 & keys.length - 1;
        }
        if (keys[slot] == 0) {
            size++;
        }
        keys[slot] = wanted;
        values[slot] = value;
        places[slot] = place;
    }

    /** Takes a slot out; those behind it that were pushed aside move up. */
    void remove(int slot) {
        int hole = slot;
        int next = hole + 1 & keys.length - 1;
        while (keys[next] != 0) {
            int distanceToHole = next - hole & keys.length - 1;
            int distanceToHome = next - home(keys[next]) & keys.length - 1;
            if (distanceToHome >= distanceToHole) {
                keys[hole] = keys[next];
                values[hole] = values[next];
                places[hole] = places[next];
                hole = next;
            }
            next = next + 1 & keys.length - 1;
        }
        keys[hole] = 0;
        size--;
    }

    /** The smallest place held; the table is not empty. */
    long firstPlace() {
        long first = Long.MAX_VALUE;
        for (int slot = 0; slot < keys.length; slot++) {
            if (keys[slot] != 0) {
                first = Math.min(first, places[slot]);
            }
        }
        return first;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldValues = values;
        long[] oldPlaces = places;
        int capacity = Math.multiplyExact(keys.length, 2);
        keys = new long[capacity];
        values = new long[capacity];
        places = new long[capacity];
        for (int old = 0; old < oldKeys.length; old++) {
            if (oldKeys[old] != 0) {
                int slot = home(oldKeys[old]);
                while (keys[slot] != 0) {
                    slot = slot + 1 & capacity - 1;
                }
                keys[slot] = oldKeys[old];
                values[slot] = oldValues[old];
                places[slot] = oldPlaces[old];
            }
        }
    }

    /** Keys are hashes already. */
    private int home(long key) {
        return (int) (key >>> 20) & keys.length - 1;
    }

    private static long notZero(long key) {
        return key == 0 ? 1 : key;
    }
}
