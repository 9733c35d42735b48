/**
 * How a subscriber is kept where others could read it: sealed.
 *
 * <p>An IMSI (TS 23.003 clause 2.2) says who uses a device, so nothing that is stored holds one in clear. {@link
 * org.eir.core.subscriber.SubscriberVault} turns it into {@link org.eir.core.subscriber.Sealed}: a ciphertext, and beside
 * it a keyed hash by which rows of one subscriber are found without opening any. The keys live outside the database, so
 * that a copy of it, a backup or a dump names nobody.
 */
@org.jspecify.annotations.NullMarked
package org.eir.core.subscriber;
