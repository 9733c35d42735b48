/**
 * SCCP without connections (ITU-T Q.711 to Q.714), octets only: addresses, UDT and XUDT and what returns them, reassembly,
 * screening, subsystem management.
 */
@org.jspecify.annotations.NullMarked
package org.eir.map.sccp;
