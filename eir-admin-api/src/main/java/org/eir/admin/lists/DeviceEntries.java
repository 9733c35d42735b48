package org.eir.admin.lists;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eir.admin.approvals.SecondPerson;
import org.eir.admin.input.Texts;
import org.eir.admin.input.Words;
import org.eir.admin.web.Call;
import org.eir.admin.web.Inputs;
import org.eir.admin.web.Json;
import org.eir.admin.web.Problem;
import org.eir.admin.web.Problem.Kind;
import org.eir.admin.web.ReadYourWrites;
import org.eir.core.approval.Proposal.Operation;
import org.eir.core.change.DeviceGroups;
import org.eir.core.change.ListChange;
import org.eir.core.change.ListChanges;
import org.eir.core.change.ListChanges.ChangeOutcome.AlreadyListed;
import org.eir.core.change.ListChanges.ChangeOutcome.AlreadyWithdrawn;
import org.eir.core.change.ListChanges.ChangeOutcome.Done;
import org.eir.core.change.ListChanges.ChangeOutcome.GoldenConflict;
import org.eir.core.change.ListChanges.ChangeOutcome.GroupChanged;
import org.eir.core.change.ListChanges.ChangeOutcome.NoSuchEntry;
import org.eir.core.change.ListQueries;
import org.eir.core.identity.Imei;
import org.eir.core.identity.ImeiRange;
import org.eir.core.input.Refusal;
import org.eir.core.list.DeviceGroup;
import org.eir.core.list.Entry;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EquipmentList;
import org.eir.core.list.WithdrawalReason;
import org.jspecify.annotations.Nullable;

/** All identities of a device listed and withdrawn together: one change set, so that no check sees half a device. */
public final class DeviceEntries {
    private final DeviceGroups groups;
    private final ListChanges changes;
    private final ListQueries queries;
    private final ReadYourWrites written;
    private final Clock clock;
    private final SecondPerson secondPerson;
    private final SeenDevices seenDevices;

    /** @param source whose entries; the caller's own if absent */
    private record WithdrawalRequest(
            @Nullable String list,
            @Nullable String source,
            @Nullable String reason,
            @Nullable String reference) {}

    private record Changed(long device, List<EntryBody> entries) {}

    public DeviceEntries(
            DeviceGroups groups,
            ListChanges changes,
            ListQueries queries,
            ReadYourWrites written,
            Clock clock,
            SecondPerson secondPerson,
            SeenDevices seenDevices) {
        this.groups = groups;
        this.changes = changes;
        this.queries = queries;
        this.written = written;
        this.clock = clock;
        this.secondPerson = secondPerson;
        this.seenDevices = seenDevices;
    }

    /** Lists every identity of the device that this source has not listed yet. */
    public HttpResponse list(Call call) {
        Inputs inputs = call.inputs();
        EntryRequest request = EntryRequest.read(call, inputs);
        if (request == null) {
            return inputs.refusal();
        }
        if (request.identity() != null) {
            inputs.refuseInBody(Refusal.of("identity", request.identity(), "is not sent here: the device has them"));
        }
        Optional<DeviceGroup> found = groups.group(call.pathNumber("id"));
        if (found.isEmpty()) {
            return DevicesResource.noSuchDevice(call);
        }
        DeviceGroup group = found.get();
        EntryFacts facts = request.factsOf(
                ImeiRange.of(group.members().getFirst()), inputs, call.caller().organisation(), clock.instant());
        if (facts == null) {
            return inputs.refusal();
        }
        Problem refusal = request.refusal(call.caller(), facts);
        HttpResponse unfit = refusal == null ? unfit(call, group) : refusal.response();
        return unfit == null ? list(call, group, facts, request) : unfit;
    }

    private HttpResponse list(Call call, DeviceGroup group, EntryFacts facts, EntryRequest request) {
        List<Entry> before = new ArrayList<>();
        List<EntryFacts> additions = new ArrayList<>();
        for (Imei member : group.members()) {
            EntryFacts asked = facts.of(ImeiRange.of(member));
            Optional<Entry> existing = inForce(member, facts.source(), facts.list());
            if (existing.isEmpty()) {
                additions.add(asked);
            } else if (existing.get().facts().equals(asked)) {
                before.add(existing.get());
            } else {
                return ListProblems.alreadyListed(new AlreadyListed(asked, existing.get()))
                        .response();
            }
        }
        return additions.isEmpty()
                ? changed(HttpStatus.OK, group, before, before.getLast().added().revision())
                : listing(call, group, request.change(new ListChange(List.of(), additions, false, group)), before);
    }

    private HttpResponse listing(Call call, DeviceGroup group, ListChange change, List<Entry> before) {
        return secondPerson.gate(
                call,
                Operation.LIST_DEVICE,
                "device " + group.id() + ": "
                        + ListProblems.about(change.additions().getFirst()),
                seenDevices.summary(List.of(), change.additions()).overridingGolden(change.overrideGolden()),
                () -> make(call, group, change, before, HttpStatus.CREATED));
    }

    /** Withdraws every entry that a source has for identities of the device in one list. */
    public HttpResponse withdraw(Call call) {
        Inputs inputs = call.inputs();
        WithdrawalRequest asked = Json.read(call.body(), WithdrawalRequest.class, inputs);
        if (asked == null) {
            return inputs.refusal();
        }
        EquipmentList list = inputs.requiredField("list", asked.list(), Words::list);
        WithdrawalReason reason = inputs.requiredField("reason", asked.reason(), Words::withdrawalReason);
        String reference = inputs.field("reference", asked.reference(), Texts::reference);
        String named = inputs.field("source", asked.source(), Texts::source);
        if (list == null || reason == null || !inputs.areGood()) {
            return inputs.refusal();
        }
        Optional<DeviceGroup> found = groups.group(call.pathNumber("id"));
        if (found.isEmpty()) {
            return DevicesResource.noSuchDevice(call);
        }
        DeviceGroup group = found.get();
        String source = named == null ? call.caller().organisation() : named;
        Problem refusal = Ownership.refusal(call.caller(), source, list);
        HttpResponse unfit = refusal == null ? unfit(call, group) : refusal.response();
        if (unfit != null) {
            return unfit;
        }
        List<Entry> entries = group.members().stream()
                .flatMap(member -> inForce(member, source, list).stream())
                .toList();
        List<ListChange.Withdrawal> withdrawals = entries.stream()
                .map(entry -> new ListChange.Withdrawal(entry.id(), reason, reference))
                .toList();
        return withdrawals.isEmpty()
                ? nothingListed(group, source, list)
                : secondPerson.gate(
                        call,
                        Operation.WITHDRAW_DEVICE,
                        "withdraw device " + group.id() + " from the " + list.text() + " list, by " + source,
                        seenDevices.summary(entries, List.of()),
                        () -> make(
                                call,
                                group,
                                new ListChange(withdrawals, List.of(), false, group),
                                List.of(),
                                HttpStatus.OK));
    }

    /** Why a device cannot be listed or withdrawn as this call has it; null if it can. */
    private static @Nullable HttpResponse unfit(Call call, DeviceGroup group) {
        if (!call.accepts(DevicesResource.etag(group))) {
            return DevicesResource.refusal(group);
        }
        return group.dissolved() == null
                ? null
                : DevicesResource.alreadyDissolved(group).response();
    }

    private Optional<Entry> inForce(Imei member, String source, EquipmentList list) {
        ImeiRange identity = ImeiRange.of(member);
        return queries.covering(identity).stream()
                .filter(entry -> entry.facts().identity().equals(identity))
                .filter(entry -> entry.facts().source().equals(source))
                .filter(entry -> entry.facts().list() == list)
                .findFirst();
    }

    private HttpResponse make(Call call, DeviceGroup group, ListChange change, List<Entry> before, HttpStatus status) {
        return switch (changes.change(change, call.actor())) {
            case Done done -> {
                List<Entry> entries = new ArrayList<>(before);
                entries.addAll(done.withdrawn());
                entries.addAll(done.added());
                yield changed(status, group, entries, done.change().revision());
            }
            case AlreadyListed listed -> ListProblems.alreadyListed(listed).response();
            case GoldenConflict golden -> ListProblems.goldenConflict(golden).response();
            case AlreadyWithdrawn withdrawn ->
                ListProblems.alreadyWithdrawn(withdrawn.entry()).response();
            case NoSuchEntry unknown ->
                ListProblems.noSuchEntry(Long.toString(unknown.id())).response();
            case GroupChanged changed -> {
                HttpResponse unfit = unfit(call, changed.group());
                yield unfit == null ? DevicesResource.refusal(changed.group()) : unfit;
            }
        };
    }

    private HttpResponse changed(HttpStatus status, DeviceGroup group, List<Entry> entries, long revision) {
        boolean applied = written.await(revision);
        List<EntryBody> bodies = entries.stream()
                .map(entry -> EntryBody.changed(entry, clock.instant(), applied))
                .toList();
        return DevicesResource.etag(group).on(Json.response(status, new Changed(group.id(), bodies)));
    }

    private static HttpResponse nothingListed(DeviceGroup group, String source, EquipmentList list) {
        return Problem.of(
                        Kind.ALREADY_WITHDRAWN,
                        source + " has no entry in the " + list.text() + " list for any identity of device "
                                + group.id() + "; nothing changed.")
                .with(List.of(), group.id())
                .response();
    }
}
