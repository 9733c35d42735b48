/**
 * SCCP without connections (ITU-T Q.711 to Q.714), octets only: addresses, UDT and XUDT and what returns them, reassembly,
 * screening, subsystem management.
 *
 * <p>Start at {@link org.eir.map.sccp.SignallingPoint}. What lies below hands in an {@link org.eir.map.sccp.Msu}, what lies
 * above is a {@link org.eir.map.sccp.TcapUser}; of either this package knows no more.
 */
@org.jspecify.annotations.NullMarked
package org.eir.map.sccp;
