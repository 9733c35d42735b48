package org.eir.admin.imports;

import java.util.List;
import org.eir.core.change.Imports.Conflict;
import org.eir.core.change.Imports.Conflicts;
import org.eir.core.change.Imports.Findings;
import org.eir.core.change.Imports.LaterEdit;
import org.eir.core.change.Imports.LaterEdits;
import org.eir.core.change.Imports.TacRows;
import org.eir.core.sighting.Impact;
import org.jspecify.annotations.Nullable;

/**
 * What there is to be looked at before an import is applied, as it is answered.
 *
 * @param conflicts rows whose identity is in force in another list
 * @param goldenConflicts rows that would block what the golden list protects
 * @param largestTacs the models with most rows
 * @param impact whom applying it would hit
 */
record PreviewBody(
        ConflictsBody conflicts,
        ConflictsBody goldenConflicts,
        List<TacBody> largestTacs,
        @Nullable ImpactBody impact) {

    /** Of the devices seen lately, those that would be answered otherwise. */
    record ImpactBody(long seen, long changed, List<ChangeBody> changes, List<OriginBody> origins, boolean complete) {
        static ImpactBody of(Impact impact) {
            return new ImpactBody(
                    impact.seen(),
                    impact.changed(),
                    impact.changes().stream().map(ChangeBody::of).toList(),
                    impact.origins().stream().map(OriginBody::of).toList(),
                    impact.complete());
        }
    }

    record ChangeBody(String before, String after, long devices) {
        static ChangeBody of(Impact.Change change) {
            return new ChangeBody(change.before().text(), change.after().text(), change.devices());
        }
    }

    record OriginBody(String host, String realm, long devices) {
        static OriginBody of(Impact.ByOrigin origin) {
            return new OriginBody(origin.origin().host(), origin.origin().realm(), origin.devices());
        }
    }

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
                findings.largestTacs().stream().map(TacBody::of).toList(),
                findings.impact() == null ? null : ImpactBody.of(findings.impact()));
    }
}
