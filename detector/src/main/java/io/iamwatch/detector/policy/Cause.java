package io.iamwatch.detector.policy;

/**
 * A statement that a grade rests on.
 *
 * @param policy null where it stands in the trust policy of another principal
 */
public record Cause(LivePolicy policy, Statement statement) {
}
