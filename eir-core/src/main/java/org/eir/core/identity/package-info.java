/**
 * Identities of mobile equipment and subscribers (3GPP TS 23.003 clauses 2 and 6).
 *
 * <p>A device is known by the first 14 digits of its IMEI: the 8-digit Type Allocation Code and the 6-digit serial
 * number. The 15th digit (check or spare) and the software version of an IMEISV are no part of the identity, so the
 * 14-, 15- and 16-digit forms of one device are one {@link org.eir.core.identity.Imei}.
 *
 * <p>Two readers, because two worlds send identities: {@link org.eir.core.identity.PresentedIdentity} reads what a
 * network sends and never looks at the check digit; {@link org.eir.core.identity.ListedIdentity} reads what people type
 * or upload and does. {@code toString} of every type here masks what tells one person's device from another, so that an
 * identity in a log line is harmless.
 */
@org.jspecify.annotations.NullMarked
package org.eir.core.identity;
