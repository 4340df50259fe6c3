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
        USER("user"), GROUP("group"), ROLE("role"),
        /** One that may be rewritten. */
        POLICY("policy"),
        /** One that a condition admits. */
        POLICY_IN_CONDITION("policy");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** Returns the word of the kind of entity. */
        public String word() {
            return word;
        }
    }
}
