package org.eir.admin;

import static org.eir.core.access.Permission.APPROVE;
import static org.eir.core.access.Permission.CHANGE_ENTRIES;
import static org.eir.core.access.Permission.CHANGE_POLICY;
import static org.eir.core.access.Permission.ERASE;
import static org.eir.core.access.Permission.FIND_BY_SUBSCRIBER;
import static org.eir.core.access.Permission.IMPORT;
import static org.eir.core.access.Permission.MANAGE_KEYS;
import static org.eir.core.access.Permission.READ_JOURNAL;
import static org.eir.core.access.Permission.READ_LISTS;

import com.linecorp.armeria.server.ServerBuilder;
import java.time.Duration;
import java.util.Map;
import org.eir.admin.access.CallerResource;
import org.eir.admin.access.KeysResource;
import org.eir.admin.approvals.ApprovalMetrics;
import org.eir.admin.approvals.ApprovalsResource;
import org.eir.admin.approvals.SecondPerson;
import org.eir.admin.audit.AuditExportResource;
import org.eir.admin.audit.ProofsResource;
import org.eir.admin.checks.ChecksResource;
import org.eir.admin.contract.ContractResource;
import org.eir.admin.erasures.ErasuresResource;
import org.eir.admin.imports.ImportDesk;
import org.eir.admin.imports.ImportMetrics;
import org.eir.admin.imports.ImportUploads;
import org.eir.admin.imports.ImportsResource;
import org.eir.admin.imports.PairingsResource;
import org.eir.admin.imports.Uploads;
import org.eir.admin.lists.ChangesResource;
import org.eir.admin.lists.DeviceEntries;
import org.eir.admin.lists.DevicesResource;
import org.eir.admin.lists.EntriesResource;
import org.eir.admin.lists.EntrySearch;
import org.eir.admin.lists.ReasonsResource;
import org.eir.admin.lists.SeenDevices;
import org.eir.admin.node.NodeResource;
import org.eir.admin.policy.ExceptionsResource;
import org.eir.admin.policy.PoliciesResource;
import org.eir.admin.questions.CompleteListResource;
import org.eir.admin.questions.DeviceLifeResource;
import org.eir.admin.questions.StatusesResource;
import org.eir.admin.records.RecordsResource;
import org.eir.admin.records.TraceResource;
import org.eir.admin.statistics.EffectivenessResource;
import org.eir.admin.subscribers.SubscribersResource;
import org.eir.admin.web.Calls;
import org.eir.admin.web.LogGate;
import org.eir.admin.web.RateLimiter;
import org.eir.admin.web.ReadYourWrites;
import org.eir.admin.web.Routes;
import org.eir.core.approval.Proposal.Operation;
import org.eir.core.change.AccessJournal;

/** The table of routes, in the order of {@code openapi.yaml}: which permission a call needs, and who answers it. */
final class AdminRoutes {
    private AdminRoutes() {}

    static void bind(
            ServerBuilder builder,
            AdminConfig config,
            AdminPorts ports,
            ImportDesk desk,
            ImportMetrics importMetrics,
            ApprovalMetrics approvalMetrics) {
        RateLimiter limiter = new RateLimiter(config.rateLimit(), System::nanoTime, ports.meters());
        LogGate gate = new LogGate(ports.logWatch());
        AccessJournal accesses = gate.guarding(ports.accesses());
        Calls calls = new Calls(ports.authentication(), limiter, ports.answeredCalls(), ports.meters(), gate);
        ReadYourWrites written = new ReadYourWrites(ports.register(), Duration.ofMillis(config.applyWaitMs()));
        SecondPerson secondPerson = new SecondPerson(ports.approvals(), ports.limits(), approvalMetrics);
        SeenDevices seenDevices =
                new SeenDevices(ports.queries(), ports.register(), ports.sightings(), ports.limits(), ports.clock());
        EntriesResource entries = new EntriesResource(
                ports.changes(), ports.queries(), written, ports.clock(), secondPerson, seenDevices);
        EntrySearch search = new EntrySearch(ports.queries(), ports.clock());
        DevicesResource devices = new DevicesResource(ports.devices());
        DeviceEntries deviceEntries = new DeviceEntries(
                ports.devices(), ports.changes(), ports.queries(), written, ports.clock(), secondPerson, seenDevices);
        ChecksResource checks = new ChecksResource(ports.check(), ports.queries(), ports.history(), ports.clock());
        ImportsResource imports = new ImportsResource(ports.imports(), desk, secondPerson);
        Uploads uploads = new Uploads(desk, Duration.ofMillis(config.uploadIdleMs()), config.maxImportBytes());
        ImportUploads importUploads =
                new ImportUploads(ports.imports(), uploads, secondPerson, importMetrics, ports.clock());
        SubscribersResource subscribers = new SubscribersResource(ports.sightings(), accesses, ports.check());
        PoliciesResource policies = new PoliciesResource(ports.policies(), written, secondPerson);
        ErasuresResource erasures = new ErasuresResource(ports.erasures(), accesses, secondPerson);
        ApprovalsResource approvals = new ApprovalsResource(
                ports.approvals(),
                approvalMetrics,
                Map.of(
                        Operation.ADD_ENTRY,
                        entries::add,
                        Operation.CORRECT_ENTRY,
                        entries::correct,
                        Operation.WITHDRAW_ENTRY,
                        entries::withdraw,
                        Operation.LIST_DEVICE,
                        deviceEntries::list,
                        Operation.WITHDRAW_DEVICE,
                        deviceEntries::withdraw,
                        Operation.APPLY_IMPORT,
                        imports::apply,
                        Operation.ROLL_BACK_IMPORT,
                        imports::rollback,
                        Operation.SET_POLICY,
                        policies::put,
                        Operation.WITHDRAW_POLICY,
                        policies::withdraw,
                        Operation.ERASE,
                        erasures::erase),
                imports::rejected);
        ChangesResource changes = new ChangesResource(ports.queries());
        KeysResource keys = new KeysResource(ports.keys(), config.maxKeyDays(), ports.clock());
        ExceptionsResource exceptions =
                new ExceptionsResource(ports.subscriberRules(), accesses, written, ports.clock());
        EffectivenessResource effectiveness = new EffectivenessResource(ports.effectiveness(), ports.clock());
        StatusesResource statuses = new StatusesResource(ports.register());
        CompleteListResource completeList = new CompleteListResource(ports.history(), ports.clock());
        PairingsResource pairings =
                new PairingsResource(ports.subscriberRules(), uploads, importMetrics, ports.limits(), written);
        ProofsResource proofs = new ProofsResource(ports.auditLog(), ports.logWatch());
        AuditExportResource export = new AuditExportResource(
                ports.auditTrail(), ports.accesses(), ports.logWatch(), ports.meters(), ports.clock());
        DeviceLifeResource deviceLife = new DeviceLifeResource(ports.history());
        RecordsResource records = new RecordsResource(ports.records(), accesses);
        TraceResource trace = new TraceResource(ports.traces(), accesses, ports.authentication());
        NodeResource node =
                new NodeResource(ports.register(), ports.node(), ports.logWatch(), ports.readiness(), ports.meters());

        builder.decoratorUnder("/api", calls::authenticated);
        Routes routes = new Routes(builder, calls)
                .get(EntriesResource.PATH, READ_LISTS, search::find)
                .post(EntriesResource.PATH, CHANGE_ENTRIES, entries::add)
                .get(EntriesResource.PATH + "/{id}", READ_LISTS, entries::one)
                .post(EntriesResource.PATH + "/{id}/correct", CHANGE_ENTRIES, entries::correct)
                .post(EntriesResource.PATH + "/{id}/withdraw", CHANGE_ENTRIES, entries::withdraw)
                .get(DevicesResource.PATH, READ_LISTS, devices::find)
                .post(DevicesResource.PATH, CHANGE_ENTRIES, devices::form)
                .get(DevicesResource.PATH + "/{id}", READ_LISTS, devices::one)
                .post(DevicesResource.PATH + "/{id}/entries", CHANGE_ENTRIES, deviceEntries::list)
                .post(DevicesResource.PATH + "/{id}/withdraw", CHANGE_ENTRIES, deviceEntries::withdraw)
                .post(DevicesResource.PATH + "/{id}/dissolve", CHANGE_ENTRIES, devices::dissolve)
                .get("/api/v1/reasons", READ_LISTS, new ReasonsResource()::all)
                .get("/api/v1/checks/{identity}", READ_LISTS, checks::check)
                .get(PoliciesResource.PATH, READ_LISTS, policies::all)
                .get(PoliciesResource.PATH + "/{name}", READ_LISTS, policies::one)
                .put(PoliciesResource.PATH + "/{name}", CHANGE_POLICY, policies::put)
                .post(PoliciesResource.PATH + "/{name}/withdraw", CHANGE_POLICY, policies::withdraw)
                .postSecret(SubscribersResource.DEVICES_PATH, FIND_BY_SUBSCRIBER, subscribers::devices)
                .postSecret(SubscribersResource.SUBSCRIBERS_PATH, FIND_BY_SUBSCRIBER, subscribers::subscribers)
                .get(ExceptionsResource.PATH, READ_LISTS, exceptions::ofDevice)
                .post(ExceptionsResource.PATH, CHANGE_ENTRIES, exceptions::add)
                .upload(PairingsResource.PATH, IMPORT, pairings::receive)
                .get(ExceptionsResource.PATH + "/{id}", READ_LISTS, exceptions::one)
                .post(ExceptionsResource.PATH + "/{id}/withdraw", CHANGE_ENTRIES, exceptions::withdraw)
                .get(ImportsResource.PATH, READ_LISTS, imports::page)
                .upload(ImportsResource.PATH, IMPORT, importUploads::receive)
                .get(ImportsResource.PATH + "/{id}", READ_LISTS, imports::one)
                .post(ImportsResource.PATH + "/{id}/apply", IMPORT, imports::apply)
                .post(ImportsResource.PATH + "/{id}/rollback", IMPORT, imports::rollback)
                .get(ImportsResource.PATH + "/{id}/rejected", READ_LISTS, imports::rejected)
                .get(ApprovalsResource.PATH, READ_LISTS, approvals::page)
                .get(ApprovalsResource.PATH + "/{id}", READ_LISTS, approvals::one)
                .post(ApprovalsResource.PATH + "/{id}/approve", APPROVE, approvals::approve)
                .post(ApprovalsResource.PATH + "/{id}/reject", APPROVE, approvals::reject)
                .get("/api/v1/changes", READ_JOURNAL, changes::page)
                .get(EffectivenessResource.PATH, READ_LISTS, effectiveness::count)
                .get(StatusesResource.PATH + "/{identity}", READ_LISTS, statuses::one)
                .post(StatusesResource.PATH, READ_LISTS, statuses::many)
                .get(CompleteListResource.PATH, READ_LISTS, completeList::page)
                .get("/api/v1/audit/checkpoint", READ_JOURNAL, proofs::checkpoint)
                .get("/api/v1/audit/key", READ_JOURNAL, proofs::key)
                .get("/api/v1/audit/proof", READ_JOURNAL, proofs::inclusion)
                .get("/api/v1/audit/consistency", READ_JOURNAL, proofs::consistency)
                .get(AuditExportResource.PATH, READ_JOURNAL, export::export)
                .get("/api/v1/audit/devices/{imei}", READ_JOURNAL, deviceLife::page)
                .get(RecordsResource.PATH, READ_JOURNAL, records::page)
                .get(TraceResource.PATH, READ_JOURNAL, trace::trace)
                .get(ErasuresResource.PATH, READ_JOURNAL, erasures::page)
                .post(ErasuresResource.PATH, ERASE, erasures::erase)
                .get(ErasuresResource.PATH + "/{revision}", READ_JOURNAL, erasures::one)
                .get(KeysResource.PATH, MANAGE_KEYS, keys::list)
                .postSecret(KeysResource.PATH, MANAGE_KEYS, keys::create)
                .post(KeysResource.PATH + "/{id}/revoke", MANAGE_KEYS, keys::revoke)
                .get("/api/v1/caller", CallerResource::tell)
                .get("/api/v1/status", READ_LISTS, node::status)
                .get("/api/v1/peers", READ_LISTS, node::peers)
                .getAtOnce("/health/live", node::live)
                .getAtOnce("/health/ready", node::ready)
                .getAtOnce("/metrics", node::metrics);
        Map<String, String> resources = routes.methods();
        routes.getAtOnce("/", () -> NodeResource.index(resources));
        ContractResource.assets().forEach(asset -> routes.getAtOnce(asset.path(), asset::response));
        routes.bind();
    }
}
