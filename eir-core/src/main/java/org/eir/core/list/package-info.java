/**
 * Lists and their entries: who says what about which identities, since when, until when and why.
 *
 * <p>Three lists (TS 22.016): black for equipment to be barred, grey for equipment to be tracked, white for the rest. An
 * entry belongs to the source that made it: two operators may each list one device, and withdrawing one entry leaves the
 * other in force. Its key is (source, kind, identity, list). Numbers in the enums are stored and hashed; they never
 * change their meaning.
 */
@org.jspecify.annotations.NullMarked
package org.eir.core.list;
