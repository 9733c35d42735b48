package org.eir.admin.audit;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eir.admin.web.Call;
import org.eir.admin.web.Inputs;
import org.eir.admin.web.Json;
import org.eir.admin.web.Problem;
import org.eir.admin.web.Problem.InputError;
import org.eir.admin.web.Problem.Kind;
import org.eir.core.audit.AuditLog;
import org.eir.core.audit.AuditLog.Checkpoint;
import org.eir.core.audit.AuditLog.Inclusion;
import org.eir.core.audit.AuditLog.RowInclusion;
import org.eir.core.audit.ChangeLeaf;
import org.eir.core.audit.LogKey;
import org.eir.core.audit.LogWatch;
import org.eir.core.change.MerkleRoot;
import org.eir.core.input.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * The signed head of the log, and proofs in its tree (RFC 9162 sections 2.1.3 and 2.1.4). Whoever gets a proof checks it
 * against a head whose signature they have verified; nothing here is to be believed.
 */
public final class ProofsResource {
    private static final MediaType TEXT = MediaType.PLAIN_TEXT_UTF_8;
    private static final HexFormat HEX = HexFormat.of();

    private final AuditLog log;
    private final LogWatch watch;

    private record InclusionBody(
            long size,
            String root,
            long revision,
            String leaf,
            String leafHash,
            List<String> path,
            @Nullable RowBody row,
            @Nullable String checkpoint) {}

    private record RowBody(long number, long count, String canonical, String leafHash, List<String> path) {}

    private record ConsistencyBody(long from, String fromRoot, long to, String toRoot, List<String> path) {}

    public ProofsResource(AuditLog log, LogWatch watch) {
        this.log = log;
        this.watch = watch;
    }

    public HttpResponse checkpoint(Call call) {
        Inputs inputs = call.inputs();
        if (!inputs.areGood()) {
            return inputs.refusal();
        }
        return watch.lastCheckpoint()
                .map(note -> HttpResponse.of(HttpStatus.OK, TEXT, note))
                .orElseGet(ProofsResource::noCheckpoint);
    }

    private static HttpResponse noCheckpoint() {
        return Problem.of(Kind.NOT_FOUND, "This node has signed no checkpoint yet.")
                .response();
    }

    public HttpResponse key(Call call) {
        Inputs inputs = call.inputs();
        return inputs.areGood()
                ? HttpResponse.of(
                        HttpStatus.OK,
                        TEXT,
                        watch.signingKeys().stream().map(LogKey::text).collect(Collectors.joining("\n", "", "\n")))
                : inputs.refusal();
    }

    public HttpResponse inclusion(Call call) {
        Inputs inputs = call.inputs("revision", "row", "size");
        long revision = inputs.number("revision", 0, 1, Long.MAX_VALUE);
        long row = inputs.number("row", 0, 1, Integer.MAX_VALUE);
        long wanted = inputs.number("size", 0, 1, Long.MAX_VALUE);
        if (!inputs.areGood()) {
            return inputs.refusal();
        }
        if (revision == 0) {
            return refused("revision", "", "is missing");
        }
        List<Checkpoint> covering = log.checkpoints(wanted == 0 ? revision - 1 : wanted - 1, 1);
        Optional<Checkpoint> checkpoint = covering.stream()
                .filter(one -> wanted == 0 || one.size() == wanted)
                .findFirst();
        if (wanted == 0 && checkpoint.isEmpty()) {
            return Problem.of(
                            Kind.NOT_FOUND,
                            "No checkpoint covers revision " + revision
                                    + " yet; there is one within a minute of every change. Or name a size.")
                    .response();
        }
        long size = wanted == 0 ? checkpoint.orElseThrow().size() : wanted;
        Optional<Inclusion> inclusion = log.inclusion(revision, size);
        Optional<RowInclusion> rowInclusion = row == 0 ? Optional.empty() : log.row(revision, row);
        if (inclusion.isEmpty()) {
            return Problem.of(Kind.NOT_FOUND, "Revision " + revision + " is not in a tree of " + size + " revisions.")
                    .response();
        }
        if (row != 0 && rowInclusion.isEmpty()) {
            return Problem.of(Kind.NOT_FOUND, "Revision " + revision + " has no row " + row + ".")
                    .response();
        }
        return Json.response(
                HttpStatus.OK,
                body(
                        inclusion.get(),
                        rowInclusion.map(ProofsResource::body).orElse(null),
                        checkpoint.map(Checkpoint::note).orElse(null)));
    }

    private static InclusionBody body(Inclusion inclusion, @Nullable RowBody row, @Nullable String checkpoint) {
        return new InclusionBody(
                inclusion.size(),
                HEX.formatHex(inclusion.root()),
                inclusion.change().revision(),
                ChangeLeaf.of(inclusion.change())
                        .map(leaf -> HEX.formatHex(leaf.canonical()))
                        .orElse(""),
                HEX.formatHex(inclusion.change().leafHash()),
                hex(inclusion.path()),
                row,
                checkpoint);
    }

    private static RowBody body(RowInclusion row) {
        return new RowBody(
                row.number(),
                row.count(),
                HEX.formatHex(row.canonical()),
                HEX.formatHex(MerkleRoot.leafHash(row.canonical())),
                hex(row.path()));
    }

    public HttpResponse consistency(Call call) {
        Inputs inputs = call.inputs("from", "to");
        long from = inputs.number("from", 0, 1, Long.MAX_VALUE);
        long to = inputs.number("to", 0, 1, Long.MAX_VALUE);
        if (!inputs.areGood()) {
            return inputs.refusal();
        }
        if (from == 0 || to == 0) {
            return refused(from == 0 ? "from" : "to", "", "is missing");
        }
        long size = log.size();
        if (to > size) {
            return refused("to", Long.toString(to), "has to be at most " + size + ", the last revision");
        }
        if (from > to) {
            return refused("from", Long.toString(from), "has to be at most " + to + ", where to is");
        }
        return Json.response(
                HttpStatus.OK,
                new ConsistencyBody(
                        from,
                        HEX.formatHex(log.root(from)),
                        to,
                        HEX.formatHex(log.root(to)),
                        hex(log.consistency(from, to))));
    }

    private static HttpResponse refused(String parameter, String value, String rule) {
        return Problem.invalid(List.of(InputError.inQuery(Refusal.of(parameter, value, rule))))
                .response();
    }

    private static List<String> hex(List<byte[]> hashes) {
        return hashes.stream().map(HEX::formatHex).toList();
    }
}
