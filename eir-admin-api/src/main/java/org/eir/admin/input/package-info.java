/**
 * Reading what people send about entries: words, moments, texts, and CSV files of entries.
 *
 * <p>Everything read here is an {@link org.eir.core.input.Outcome}: a value, or a refusal that names field, value and
 * rule. A file is read as it arrives, line by line, with a limit on the length of a line; a row that is wrong costs that
 * row and no other. For that a row is one line: a quoted field may hold commas and quotes but no line break, so an
 * unclosed quote cannot swallow what follows.
 */
@org.jspecify.annotations.NullMarked
package org.eir.admin.input;
