/**
 * What was seen on the network lately: which device, with which subscriber, by whom it was asked for.
 *
 * <p>{@link org.eir.core.sighting.Sightings} remembers a bounded number of them for a bounded time. They answer two
 * questions that lists alone cannot: in which device was this subscriber ({@link
 * org.eir.core.sighting.Sightings#ofSubscriber}), and whom would a change hit ({@link org.eir.core.sighting.Impact}).
 */
@org.jspecify.annotations.NullMarked
package org.eir.core.sighting;
