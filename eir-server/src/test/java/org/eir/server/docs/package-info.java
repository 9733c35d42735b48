/**
 * Documentation that cannot fall behind: pages made of the product itself, and tests of what the others name, from links to
 * commands.
 */
@org.jspecify.annotations.NullMarked
package org.eir.server.docs;
