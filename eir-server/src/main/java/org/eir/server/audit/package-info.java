/**
 * The log as this node watches over it: it computes the tree from what the database says was changed, signs its head, and
 * keeps what it signed on its own disk and in directories elsewhere. Never on the path of a check or of a change.
 */
@org.jspecify.annotations.NullMarked
package org.eir.server.audit;
