package io.iamwatch.detector.policy;

import java.util.List;

/**
 * A customer managed policy that is attached to the principal or to one of its own groups.
 *
 * @param storedVersions the documents of all versions that are stored, the default one among them or not
 */
public record AttachedPolicy(String arn, List<PolicyDocument> storedVersions) {
}
