package io.iamwatch.detector.policy;

/** What can hold policies. */
public enum PrincipalKind {
    USER, GROUP, ROLE
}
