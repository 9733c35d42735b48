/**
 * Changes that one person may not make alone. What a change would do is a {@link org.eir.core.approval.ChangeSummary};
 * where that is beyond the {@link org.eir.core.approval.ApprovalLimits}, the change is not made but kept as a
 * {@link org.eir.core.approval.Proposal} until somebody else approves it, and is then made by the same code as any other,
 * recorded under both names.
 */
@org.jspecify.annotations.NullMarked
package org.eir.core.approval;
