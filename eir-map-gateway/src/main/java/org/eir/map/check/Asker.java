package org.eir.map.check;

import org.eir.core.check.CheckInterface;
import org.eir.core.check.Origin;

/**
 * Who asks, as the layers below read it.
 *
 * @param via {@link CheckInterface#GF} if the calling subsystem is an SGSN's (149), else {@link CheckInterface#F}
 * @param peer the association's name
 * @param origin host: the calling global title's digits, or {@code pc-11} without one; realm: the association's network
 */
public record Asker(CheckInterface via, String peer, Origin origin) {}
