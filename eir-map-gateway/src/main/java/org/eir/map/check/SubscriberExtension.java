package org.eir.map.check;

/** Forms of CheckIMEI that carry the subscriber's IMSI. None is in TS 29.002; each is the habit of a vendor's switches. */
public enum SubscriberExtension {
    /** After the IMEI, inside the same invoke: octets {@code 00 08} and the IMSI in TBCD. */
    HUAWEI,
    /** In the version 3 argument, after its last element: the IMSI in TBCD as [PRIVATE 1]. */
    ERICSSON
}
