package io.iamwatch.detector.baseline;

/** Whose a resource is, as its ARN says: {@code arn:PARTITION:iam::OWNER:…} in every partition. */
final class ArnOwner {

    /** Whose AWS's own policies are. */
    static final String AWS = "aws";

    private ArnOwner() {
    }

    /** Returns the account, or {@link #AWS}; null where the text is no ARN of IAM. */
    static String of(String arn) {
        String[] parts = arn == null ? new String[0] : arn.split(":", 6);
        return parts.length == 6 && parts[0].equals("arn") && parts[2].equals("iam") && !parts[4].isEmpty()
                ? parts[4]
                : null;
    }
}
