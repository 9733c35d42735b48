package org.mobicents.commons;

import java.util.HexFormat;

/** Octets for a log. Name and signature are jSS7's. */
public final class HexTools {
    private HexTools() {}

    /** The octets from an offset on. The return type is part of what jSS7 links against. */
    @SuppressWarnings("JdkObsolete")
    public static StringBuffer dump(byte[] octets, int offset) {
        return new StringBuffer(HexFormat.of().formatHex(octets, offset, octets.length));
    }
}
