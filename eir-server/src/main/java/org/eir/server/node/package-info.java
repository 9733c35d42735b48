/**
 * A running node: the one place where the modules meet. {@link org.eir.server.node.EirNode} wires them by hand and reads
 * like a table of contents; nothing else in the project knows more than its own module and the core.
 */
@org.jspecify.annotations.NullMarked
package org.eir.server.node;
