/** What blocking achieves, counted: as JSON for programs and as CSV for spreadsheets. */
@org.jspecify.annotations.NullMarked
package org.eir.admin.statistics;
