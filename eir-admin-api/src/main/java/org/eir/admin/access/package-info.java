/** Whose a bearer token is. */
@org.jspecify.annotations.NullMarked
package org.eir.admin.access;
