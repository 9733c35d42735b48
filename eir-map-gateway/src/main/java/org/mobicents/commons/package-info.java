/**
 * A class jSS7 names and no artifact it depends on has. Without it an M3UA message that is logged throws
 * {@code NoClassDefFoundError} out of jSS7.
 */
@org.jspecify.annotations.NullMarked
package org.mobicents.commons;
