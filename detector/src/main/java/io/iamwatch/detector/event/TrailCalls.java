package io.iamwatch.detector.event;

import static io.iamwatch.detector.event.Blow.MAY_CARRY;
import static io.iamwatch.detector.event.Blow.STOPS;
import static io.iamwatch.detector.event.Blow.WEAKENS;

import io.iamwatch.contracts.finding.AlertBounds;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Calls that blind an audit trail or what watches it, and how hard each of them hits. Routing sends them to the
 * identity topic whoever makes them.
 */
public final class TrailCalls {

    /** A trail lies in buckets, log groups, streams and behind keys of its own; CloudTrail does not say in which. */
    private static final Map<String, Map<String, Blow>> CALLS = Map.of(
            "cloudtrail", calls(
                    Set.of("StopLogging", "DeleteTrail", "DeleteEventDataStore", "StopEventDataStoreIngestion"),
                    Set.of("UpdateTrail", "PutEventSelectors", "PutInsightSelectors", "UpdateEventDataStore",
                            "DeleteChannel", "UpdateChannel", "DeleteResourcePolicy",
                            "DeregisterOrganizationDelegatedAdmin"),
                    Set.of()),
            "guardduty", calls(
                    Set.of("DeleteDetector", "DeleteMembers", "DisassociateMembers", "DisassociateFromMasterAccount",
                            "DisassociateFromAdministratorAccount", "StopMonitoringMembers"),
                    Set.of("UpdateDetector", "UpdateMemberDetectors", "UpdateOrganizationConfiguration",
                            "DeletePublishingDestination", "UpdatePublishingDestination", "CreateFilter",
                            "UpdateFilter", "CreateIPSet", "UpdateIPSet", "CreateTrustedEntitySet",
                            "UpdateTrustedEntitySet", "DeleteThreatIntelSet", "ArchiveFindings"),
                    Set.of()),
            "config", calls(
                    Set.of("StopConfigurationRecorder", "DeleteConfigurationRecorder", "DeleteDeliveryChannel"),
                    Set.of("PutConfigurationRecorder", "DeleteConfigRule", "DeleteOrganizationConfigRule",
                            "DeleteConfigurationAggregator", "DeleteRetentionConfiguration",
                            "PutRetentionConfiguration", "DeleteConformancePack"),
                    Set.of()),
            "securityhub", calls(
                    Set.of("DisableSecurityHub", "DisableSecurityHubV2", "DeleteMembers", "DisassociateMembers",
                            "DisassociateFromMasterAccount", "DisassociateFromAdministratorAccount",
                            "DisableOrganizationAdminAccount"),
                    Set.of("BatchDisableStandards", "UpdateStandardsControl",
                            "BatchUpdateStandardsControlAssociations", "DisableImportFindingsForProduct",
                            "UpdateOrganizationConfiguration", "CreateAutomationRule", "BatchUpdateAutomationRules"),
                    Set.of()),
            "logs", calls(Set.of(), Set.of(), Set.of("DeleteLogGroup", "DeleteLogStream", "PutRetentionPolicy",
                    "PutSubscriptionFilter", "DeleteSubscriptionFilter", "DeleteDestination", "PutDestination",
                    "PutDestinationPolicy", "DeleteAccountPolicy", "PutResourcePolicy", "DeleteResourcePolicy",
                    "AssociateKmsKey", "DisassociateKmsKey")),
            "kinesis", calls(Set.of(), Set.of(), Set.of("DeleteStream", "DecreaseStreamRetentionPeriod",
                    "StopStreamEncryption", "StartStreamEncryption", "DeregisterStreamConsumer", "PutResourcePolicy",
                    "DeleteResourcePolicy")),
            "events", calls(Set.of(), Set.of(), Set.of("DeleteRule", "DisableRule", "PutRule", "RemoveTargets",
                    "PutTargets", "DeleteEventBus", "PutPermission", "RemovePermission")),
            "s3", calls(Set.of(), Set.of(), Set.of("DeleteBucket", "PutBucketPolicy", "DeleteBucketPolicy",
                    "PutBucketLifecycle", "PutBucketLifecycleConfiguration", "DeleteBucketLifecycle", "PutBucketAcl",
                    "PutBucketLogging", "PutBucketVersioning", "PutBucketReplication", "DeleteBucketReplication",
                    "PutBucketEncryption", "DeleteBucketEncryption", "PutBucketNotification",
                    "PutBucketPublicAccessBlock", "DeleteBucketPublicAccessBlock")),
            "kms", calls(Set.of(), Set.of(), Set.of("DisableKey", "ScheduleKeyDeletion", "PutKeyPolicy",
                    "RevokeGrant", "DeleteAlias", "DeleteImportedKeyMaterial")));

    /** What a call is about stands in the first of these that is there. */
    private static final String[] TARGETS = {"name", "trailName", "eventDataStore", "channel", "bucketName",
            "logGroupName", "destinationName", "streamName", "streamARN", "rule", "eventBusName", "keyId", "aliasName",
            "detectorId", "configurationRecorderName", "deliveryChannelName", "configRuleName", "resourceArn",
            "policyName"};

    private static final int MAX_TARGET = 256;

    private TrailCalls() {
    }

    /** Returns the services that have such calls, as {@code eventSource} says before its first dot. */
    public static Set<String> services() {
        return CALLS.keySet();
    }

    /** Returns the names of a service's calls; empty where it has none. */
    public static Set<String> names(String service) {
        return CALLS.getOrDefault(service, Map.of()).keySet();
    }

    /** Returns the names of all calls. */
    public static Set<String> names() {
        return CALLS.values().stream().flatMap(calls -> calls.keySet().stream()).collect(Collectors.toSet());
    }

    /** Returns what a successful call did; null where AWS itself looked after something that may carry a trail. */
    static Change read(String service, String eventName, Parameters parameters, Call call) {
        Blow blow = CALLS.get(service).get(eventName);
        if (blow == MAY_CARRY && isOfAws(call)) {
            return null;
        }
        return new Change.Tampered(new Subject(EntityKind.TRAIL, actor(call)), service + ":" + eventName, blow,
                target(parameters));
    }

    /** Service-linked roles do nothing else all day, and nobody else can work under them. */
    private static boolean isOfAws(Call call) {
        return "AWSService".equals(call.actorType())
                || (call.issuerArn() != null && call.issuerArn().contains(":role/aws-service-role/"));
    }

    /** All federated users of an account share the account's id; the user who issued the session tells them apart. */
    private static String actor(Call call) {
        return "FederatedUser".equals(call.actorType()) && call.issuerArn() != null
                ? call.issuerArn()
                : call.identity();
    }

    private static String target(Parameters parameters) {
        for (String field : TARGETS) {
            String target = parameters.optional(field);
            if (target != null) {
                return AlertBounds.cut(target, MAX_TARGET);
            }
        }
        return null;
    }

    private static Map<String, Blow> calls(Set<String> stops, Set<String> weakens, Set<String> mayCarry) {
        Map<String, Blow> calls = new HashMap<>();
        stops.forEach(name -> calls.put(name, STOPS));
        weakens.forEach(name -> calls.put(name, WEAKENS));
        mayCarry.forEach(name -> calls.put(name, MAY_CARRY));
        return Map.copyOf(calls);
    }
}
