/**
 * Peers that are not ours: freeDiameter and OTP diameter ask a whole register as MMEs, an older jSS7 as an MSC, and tshark
 * reads what was said. {@link ThroughStpTest} has MSCs ask through osmo-stp over the kernel's SCTP, in a guest whose
 * network can be cut and made to lose packets. Their Debian packages are listed in {@code ./test}; without them these
 * tests fail.
 */
package org.eir.server.interop;
