/** The node itself as a resource of the admin API: what it holds, how fresh that is, who is connected, whether it is well. */
@org.jspecify.annotations.NullMarked
package org.eir.admin.node;
