package io.iamwatch.detector.iam;

import java.util.regex.Pattern;

/**
 * What AWS's own policies grade. Only the policy of account {@code aws} counts: an account may call a policy of its
 * own AdministratorAccess, and what that one says has to be read.
 */
public final class AwsManagedPolicies {

    /** Any partition: {@code aws}, {@code aws-cn}, {@code aws-us-gov}, the isolated ones and those to come. */
    private static final Pattern ADMINISTRATOR_ACCESS = Pattern
            .compile("arn:aws[a-z0-9-]*:iam::aws:policy/AdministratorAccess");

    private AwsManagedPolicies() {
    }

    /** Returns the grade of a user who holds this policy alone. */
    public static Grade grade(String policyArn) {
        return ADMINISTRATOR_ACCESS.matcher(policyArn).matches() ? Grade.FULL_ADMIN : Grade.LIMITED;
    }
}
