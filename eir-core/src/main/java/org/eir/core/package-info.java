/**
 * The register without any protocol, database or format: what an equipment identity is, which lists hold it, what the
 * answer to a check is, and how a change of the lists is described for ever.
 *
 * <p>Start reading at {@link org.eir.core.EquipmentCheck}: every question a network asks passes through it. Packages
 * depend on each other in one direction: {@code input}, {@code identity}, {@code subscriber}, {@code list}, {@code check},
 * {@code register}, {@code sighting} and {@code change}, then this one. Gateways, store and admin API depend on this
 * module; it depends on none of them. Where it needs the outside it declares a port: {@link org.eir.core.CheckRecorder},
 * {@link org.eir.core.sighting.Sightings} and the interfaces of {@link org.eir.core.change}.
 */
@org.jspecify.annotations.NullMarked
package org.eir.core;
