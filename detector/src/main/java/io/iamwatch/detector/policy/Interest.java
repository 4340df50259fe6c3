package io.iamwatch.detector.policy;

/**
 * Another principal or policy that a grade may depend on.
 *
 * @param name in lower case, without path; {@link #ANY} where a pattern is not one name
 */
public record Interest(Kind kind, String name) {

    /** The name that stands for all. */
    public static final String ANY = "*";

    /** What the name is of. */
    public enum Kind {
        USER, GROUP, ROLE, POLICY
    }
}
