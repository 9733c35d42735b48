/** What becomes of something people sent: a value, or a refusal that names the field, the value and the rule. */
@org.jspecify.annotations.NullMarked
package org.eir.core.input;
