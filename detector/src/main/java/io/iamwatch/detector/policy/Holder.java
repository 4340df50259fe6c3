package io.iamwatch.detector.policy;

/**
 * How a principal comes to have a policy.
 *
 * @param groupArn the group through which it has it; null for its own
 */
public record Holder(String groupArn, boolean inline) {
}
