/** What a network would be told about an identity, and why, as a resource of the admin API. */
@org.jspecify.annotations.NullMarked
package org.eir.admin.checks;
