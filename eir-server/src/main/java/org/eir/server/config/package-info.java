/**
 * The configuration of a node: typed records, read in one go, refused with all their errors at once.
 *
 * <p>{@link org.eir.server.config.EirConfig} shows the whole of it. Values come in layers, a later one winning: defaults
 * that the records name themselves, development mode's or the operator's file, variables named {@code EIR_…}, the
 * command line. {@link org.eir.server.config.ConfigLoader} merges the layers and remembers where each value came from;
 * {@link org.eir.server.config.RecordBinder} turns the sum into any record: a component's name is its key, a nested
 * record is a section, {@code @Nullable} makes a component optional, a static method {@code defaults()} gives values
 * for what nobody set, and the compact constructor says what is allowed.
 */
@org.jspecify.annotations.NullMarked
package org.eir.server.config;
