package org.eir.admin.imports;

import java.util.List;
import org.eir.core.change.Imports.Conflict;
import org.eir.core.change.Imports.Conflicts;
import org.eir.core.change.Imports.Findings;
import org.eir.core.change.Imports.LaterEdit;
import org.eir.core.change.Imports.LaterEdits;
import org.eir.core.change.Imports.TacRows;

/**
 * What there is to be looked at before an import is applied, as it is answered.
 *
 * @param conflicts rows whose identity is in force in another list
 * @param goldenConflicts rows that would block what the golden list protects
 * @param largestTacs the models with most rows
 */
record PreviewBody(ConflictsBody conflicts, ConflictsBody goldenConflicts, List<TacBody> largestTacs) {

    record ConflictsBody(long rows, List<ConflictBody> first) {
        static ConflictsBody of(Conflicts conflicts) {
            return new ConflictsBody(
                    conflicts.rows(),
                    conflicts.first().stream().map(ConflictBody::of).toList());
        }
    }

    record ConflictBody(long line, String identity, long entry, String list, String source) {
        static ConflictBody of(Conflict conflict) {
            return new ConflictBody(
                    conflict.line(),
                    conflict.identity().text(),
                    conflict.entryId(),
                    conflict.list().text(),
                    conflict.source());
        }
    }

    record TacBody(String tac, long rows) {
        static TacBody of(TacRows tac) {
            return new TacBody(tac.tac().toString(), tac.rows());
        }
    }

    record LaterEditsBody(long identities, List<LaterEditBody> first) {
        static LaterEditsBody of(LaterEdits edits) {
            return new LaterEditsBody(
                    edits.identities(),
                    edits.first().stream().map(LaterEditBody::of).toList());
        }
    }

    record LaterEditBody(String identity, long revision) {
        static LaterEditBody of(LaterEdit edit) {
            return new LaterEditBody(edit.identity().text(), edit.revision());
        }
    }

    static PreviewBody of(Findings findings) {
        return new PreviewBody(
                ConflictsBody.of(findings.conflicts()),
                ConflictsBody.of(findings.goldenConflicts()),
                findings.largestTacs().stream().map(TacBody::of).toList());
    }
}
