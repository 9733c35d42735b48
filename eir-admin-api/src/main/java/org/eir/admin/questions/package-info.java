/** What auditors ask: what was done about a device, what the lists say of many devices at one revision, and all of a list. */
@org.jspecify.annotations.NullMarked
package org.eir.admin.questions;
