package org.eir.admin;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import org.eir.admin.node.NodeView;
import org.eir.admin.node.Readiness;
import org.eir.admin.web.Authentication;
import org.eir.core.EquipmentCheck;
import org.eir.core.access.AnsweredCalls;
import org.eir.core.access.ApiKeys;
import org.eir.core.approval.ApprovalLimits;
import org.eir.core.approval.Approvals;
import org.eir.core.audit.AuditLog;
import org.eir.core.audit.AuditTrail;
import org.eir.core.audit.LogWatch;
import org.eir.core.change.AccessJournal;
import org.eir.core.change.DeviceGroups;
import org.eir.core.change.Imports;
import org.eir.core.change.ListChanges;
import org.eir.core.change.ListQueries;
import org.eir.core.change.PolicyChanges;
import org.eir.core.change.SubscriberRuleChanges;
import org.eir.core.erasure.Erasures;
import org.eir.core.history.History;
import org.eir.core.records.RecordedChecks;
import org.eir.core.records.Traces;
import org.eir.core.register.Register;
import org.eir.core.sighting.Sightings;
import org.eir.core.statistics.Effectiveness;

/**
 * What the admin API stands on.
 *
 * @param changes writes entries and withdrawals
 * @param queries reads what is recorded
 * @param imports writes many entries at once
 * @param check answers as the networks are answered
 * @param register the lists in memory of this node
 * @param authentication whose token a call carries
 * @param node what this node is and who is connected to it
 * @param readiness what is missing before this node is ready
 * @param meters where the metrics of the whole node are, and where those of this module go
 * @param clock the time of day
 * @param devices which identities are one device
 * @param answeredCalls calls that are made once however often they are sent
 * @param policies changes and reads policies
 * @param keys the keys of programs
 * @param sightings which devices were seen with which subscribers
 * @param accesses records who read personal data
 * @param subscriberRules changes and reads exceptions and locks
 * @param approvals keeps changes that wait for a second person
 * @param limits what one person may change alone
 * @param history what was
 * @param effectiveness counts what blocking achieves
 * @param records what networks asked and were told in the last days
 * @param auditLog the log as it is stored
 * @param logWatch what this node knows of the log
 * @param auditTrail the whole record of changes
 * @param erasures erases personal data
 * @param traces shows checks as they pass
 */
public record AdminPorts(
        ListChanges changes,
        ListQueries queries,
        Imports imports,
        EquipmentCheck check,
        Register register,
        Authentication authentication,
        NodeView node,
        Readiness readiness,
        PrometheusMeterRegistry meters,
        Clock clock,
        DeviceGroups devices,
        AnsweredCalls answeredCalls,
        PolicyChanges policies,
        ApiKeys keys,
        Sightings sightings,
        AccessJournal accesses,
        SubscriberRuleChanges subscriberRules,
        Approvals approvals,
        ApprovalLimits limits,
        History history,
        Effectiveness effectiveness,
        RecordedChecks records,
        AuditLog auditLog,
        LogWatch logWatch,
        AuditTrail auditTrail,
        Erasures erasures,
        Traces traces) {}
