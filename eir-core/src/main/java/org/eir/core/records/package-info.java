/**
 * Who asked and what was told: the record of an answered check ({@link org.eir.core.records.CheckRecord}), and where the
 * latest of them can be searched ({@link org.eir.core.records.RecordedChecks}).
 */
@org.jspecify.annotations.NullMarked
package org.eir.core.records;
