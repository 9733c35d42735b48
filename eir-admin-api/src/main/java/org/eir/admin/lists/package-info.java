/** Entries and the journal of their changes as resources of the admin API. */
@org.jspecify.annotations.NullMarked
package org.eir.admin.lists;
