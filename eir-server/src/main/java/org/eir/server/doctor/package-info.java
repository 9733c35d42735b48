/**
 * {@code eir doctor}: looks at the machine, the files and the database that a configuration names, before a node meets them
 * or when one is not well, and says of each what mends it. Changes nothing.
 */
@NullMarked
package org.eir.server.doctor;

import org.jspecify.annotations.NullMarked;
