package org.eir.core.identity;

/**
 * IMEI with the software version of the equipment (TS 23.003 clause 6.2.2).
 *
 * @param imei the device
 * @param softwareVersion SVN, 0 to 99; 99 is reserved, some registers read it as "not known"
 */
public record Imeisv(Imei imei, int softwareVersion) {
    public Imeisv {
        if (softwareVersion < 0 || softwareVersion > 99) {
            throw new IllegalArgumentException("a software version has 2 digits: " + softwareVersion);
        }
    }
}
