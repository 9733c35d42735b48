package org.eir.map.check;

/** Versions of MAP, and of its application context equipmentMngtContext (TS 29.002 clause 17.3.2.15). */
enum MapVersion {
    /** Its dialogues have no dialogue portion. */
    V1,
    V2,
    V3;

    /** 1 to 3. */
    int number() {
        return ordinal() + 1;
    }
}
