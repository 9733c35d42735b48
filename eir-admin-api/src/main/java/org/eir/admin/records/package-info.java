/** Records of answered checks: who asked and what was told. */
@org.jspecify.annotations.NullMarked
package org.eir.admin.records;
