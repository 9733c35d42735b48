/**
 * M3UA messages as octets (RFC 4666 clause 3): header, parameters, DATA, errors, and what an ASP says to become active.
 * No socket, no state, nothing of any stack.
 *
 * <p>Reading never trusts a length: {@link org.eir.map.m3ua.ParameterCursor} bounds a parameter before it is looked at,
 * and what is wrong comes back as a value.
 */
@org.jspecify.annotations.NullMarked
package org.eir.map.m3ua;
