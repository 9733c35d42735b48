/** Files of entries as resources of the admin API: received as they arrive, previewed, applied. */
@org.jspecify.annotations.NullMarked
package org.eir.admin.imports;
