package io.iamwatch.contracts.cloudtrail;

import java.util.Map;
import java.util.Set;

/**
 * Which topic a CloudTrail record goes to. The first that fits wins: {@link #IDENTITY} over {@link #USERS} over
 * {@link #ACTIVITY}.
 */
public enum Route {
    /** Changes identities or the audit trail. */
    IDENTITY,
    /** Another management event made by a long-lived identity. */
    USERS,
    /** Everything else. */
    ACTIVITY;

    /** Services whose writes and failures change, or try to change, who may do what, or what is logged. */
    private static final Set<String> IDENTITY_SERVICES = Set.of("iam", "sso", "sso-directory", "identitystore",
            "organizations", "rolesanywhere", "access-analyzer", "cloudtrail", "signin");

    private static final Set<String> SESSION_CALLS = Set.of("GetSessionToken", "GetFederationToken");

    /**
     * Calls that blind an audit trail or what watches it, by service. They go to identity whoever makes them, failed
     * ones included.
     */
    private static final Map<String, Set<String>> TAMPERING = Map.of(
            "logs", Set.of("DeleteLogGroup", "DeleteLogStream", "PutRetentionPolicy", "PutSubscriptionFilter",
                    "DeleteSubscriptionFilter", "DeleteDestination", "PutDestination", "PutDestinationPolicy",
                    "DeleteAccountPolicy", "PutResourcePolicy", "DeleteResourcePolicy", "AssociateKmsKey",
                    "DisassociateKmsKey"),
            "kinesis", Set.of("DeleteStream", "DecreaseStreamRetentionPeriod", "StopStreamEncryption",
                    "StartStreamEncryption", "DeregisterStreamConsumer", "PutResourcePolicy", "DeleteResourcePolicy"),
            "events", Set.of("DeleteRule", "DisableRule", "PutRule", "RemoveTargets", "PutTargets", "DeleteEventBus",
                    "PutPermission", "RemovePermission"),
            "s3", Set.of("DeleteBucket", "PutBucketPolicy", "DeleteBucketPolicy", "PutBucketLifecycle",
                    "PutBucketLifecycleConfiguration", "DeleteBucketLifecycle", "PutBucketAcl", "PutBucketLogging",
                    "PutBucketVersioning", "PutBucketReplication", "DeleteBucketReplication", "PutBucketEncryption",
                    "DeleteBucketEncryption", "PutBucketNotification", "PutBucketPublicAccessBlock",
                    "DeleteBucketPublicAccessBlock"),
            "kms", Set.of("DisableKey", "ScheduleKeyDeletion", "PutKeyPolicy", "RevokeGrant", "DeleteAlias",
                    "DeleteImportedKeyMaterial"),
            "config", Set.of("StopConfigurationRecorder", "DeleteConfigurationRecorder", "PutConfigurationRecorder",
                    "DeleteDeliveryChannel", "DeleteConfigRule", "DeleteOrganizationConfigRule",
                    "DeleteConfigurationAggregator", "DeleteRetentionConfiguration", "PutRetentionConfiguration",
                    "DeleteConformancePack"),
            "guardduty", Set.of("DeleteDetector", "UpdateDetector", "DeleteMembers", "DisassociateMembers",
                    "DisassociateFromMasterAccount", "DisassociateFromAdministratorAccount", "StopMonitoringMembers",
                    "UpdateMemberDetectors", "UpdateOrganizationConfiguration", "DeletePublishingDestination",
                    "UpdatePublishingDestination", "CreateFilter", "UpdateFilter", "CreateIPSet", "UpdateIPSet",
                    "CreateTrustedEntitySet", "UpdateTrustedEntitySet", "DeleteThreatIntelSet", "ArchiveFindings"),
            "securityhub",
            Set.of("DisableSecurityHub", "DisableSecurityHubV2", "DeleteMembers", "DisassociateMembers",
                    "DisassociateFromMasterAccount", "DisassociateFromAdministratorAccount", "BatchDisableStandards",
                    "UpdateStandardsControl", "BatchUpdateStandardsControlAssociations",
                    "DisableImportFindingsForProduct", "DisableOrganizationAdminAccount",
                    "UpdateOrganizationConfiguration", "CreateAutomationRule", "BatchUpdateAutomationRules"));

    /** Decides where a record goes. */
    public static Route of(RecordSummary summary) {
        if (changesIdentities(summary) || startsSession(summary) || tampers(summary)) {
            return IDENTITY;
        }
        return summary.management() && summary.longLived() ? USERS : ACTIVITY;
    }

    private static boolean changesIdentities(RecordSummary summary) {
        return summary.management() && (summary.write() || summary.failed())
                && IDENTITY_SERVICES.contains(summary.service());
    }

    /** Sessions of long-lived identities: what a stolen or new key turns into. STS marks these calls as read-only. */
    private static boolean startsSession(RecordSummary summary) {
        return summary.service().equals("sts") && summary.management() && summary.longLived()
                && (summary.eventName().startsWith("AssumeRole") || SESSION_CALLS.contains(summary.eventName()));
    }

    private static boolean tampers(RecordSummary summary) {
        return TAMPERING.getOrDefault(summary.service(), Set.of()).contains(summary.eventName());
    }
}
