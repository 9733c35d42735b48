/**
 * Changes that wait for a second person. {@link org.eir.admin.approvals.SecondPerson} stands before whatever makes a
 * change: within the limits it lets it pass, beyond them it keeps the call. Once somebody else approves,
 * {@link org.eir.admin.approvals.ApprovalsResource} makes the very same call again, under both names.
 */
@org.jspecify.annotations.NullMarked
package org.eir.admin.approvals;
