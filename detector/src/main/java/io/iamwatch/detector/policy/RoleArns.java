package io.iamwatch.detector.policy;

/** What the ARN of a role says of it. */
final class RoleArns {

    private static final String ROLE = ":role/";

    private RoleArns() {
    }

    /** Returns whether AWS keeps a path for itself: nobody may change roles there, or pass one of their own making. */
    static boolean isReserved(String arn) {
        return arn.contains(ROLE + "aws-service-role/") || arn.contains(ROLE + "aws-reserved/");
    }

    static boolean isFree(String arn) {
        return !isReserved(arn);
    }

    /** Returns whether a pattern names one role, be it in whatever account. */
    static boolean namesOneRole(Glob pattern) {
        int role = pattern.tokens().indexOf(ROLE);
        return role >= 0 && Glob.ofTokens(pattern.tokens().substring(role)).isLiteral();
    }

    /** Returns the pattern of every role of every account. */
    static Glob everyRole(String partition) {
        return Glob.ofTokens("arn:" + partition + ":iam::" + Glob.MANY + ROLE + Glob.ONE + Glob.MANY);
    }
}
