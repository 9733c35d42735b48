package org.eir.store;

import org.eir.core.check.CheckInterface;

/** The interfaces that networks ask by, as numbers in the database. */
final class InterfaceCodes {
    private InterfaceCodes() {}

    static int code(CheckInterface via) {
        return switch (via) {
            case S13 -> 1;
            case S13_PRIME -> 2;
            case F -> 3;
            case GF -> 4;
            case ADMIN -> throw new IllegalArgumentException("a person at the admin API is no network");
        };
    }

    static CheckInterface of(int code) {
        return switch (code) {
            case 1 -> CheckInterface.S13;
            case 2 -> CheckInterface.S13_PRIME;
            case 3 -> CheckInterface.F;
            case 4 -> CheckInterface.GF;
            default -> throw new IllegalArgumentException("no interface has code " + code);
        };
    }
}
