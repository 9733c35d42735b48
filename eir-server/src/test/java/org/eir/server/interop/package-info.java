/**
 * Peers that are not ours, against a whole register: freeDiameter and OTP diameter ask as MMEs, and tshark reads what
 * was said. Their Debian packages are listed in {@code ./test}; without them these tests fail.
 */
package org.eir.server.interop;
