package io.iamwatch.contracts.cloudtrail;

import java.time.Instant;
import java.util.Optional;

/**
 * What has to be known of a CloudTrail record to route it: read in one pass over its top level, without a tree. See
 * <a href=
 * "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html">CloudTrail
 * record contents</a>.
 *
 * @param account {@code recipientAccountId}, else {@code userIdentity.accountId}; empty when the record names none
 * @param eventTime when the call was made, in event time
 * @param service {@code eventSource} up to the first dot: {@code iam}
 * @param eventName the call
 * @param write false only where {@code readOnly} says true: a missing {@code readOnly} means a write
 * @param failed whether there is an {@code errorCode}
 * @param management whether it is a management event; records older than that field are
 * @param longLived whether an IAM user, the root user or a federated user called, or a session that one of them
 *     issued
 */
public record RecordSummary(Optional<String> account, Instant eventTime, String service, String eventName,
        boolean write, boolean failed, boolean management, boolean longLived) {
}
