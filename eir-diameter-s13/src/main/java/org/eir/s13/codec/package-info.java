/**
 * Diameter messages as octets (RFC 6733 clauses 3 and 4): framing, AVPs, result codes, and nothing of any stack.
 *
 * <p>Reading never trusts a length: {@link org.eir.s13.codec.FrameReader} bounds a message before it is buffered,
 * {@link org.eir.s13.codec.AvpCursor} bounds an AVP before it is looked at, and what is wrong comes back as a value.
 * Gateway, client and tests share this package.
 */
@org.jspecify.annotations.NullMarked
package org.eir.s13.codec;
