package io.iamwatch.detector.topology;

/**
 * Names of operators and stores. The store's name is durable: its changelog topic carries it, and a change of it
 * loses what the detector knows.
 */
final class DetectorNames {

    static final String APPLICATION_ID = "iamwatch-detector";

    /** A candidate has a state of its own, built from the first record on: each set of rules is another application. */
    static final String SHADOW_APPLICATION_ID = "iamwatch-detector-shadow-";

    static final String READ_IDENTITY = "read-identity";
    static final String READ_USERS = "read-users";
    static final String READ_ACTIVITY = "read-activity";
    static final String READ_BASELINE = "read-baseline";
    static final String DETECT_ADMINISTRATORS = "detect-administrators";
    static final String ACCOUNTS_STORE = "accounts";
    static final String WRITE_ALERTS = "write-alerts";
    static final String WRITE_CANARY = "write-canary";
    static final String WRITE_SHADOW_ALERTS = "write-shadow-alerts";
    static final String WRITE_RULES = "write-rules";
    static final String WRITE_REJECTED = "write-rejected";
    static final String REPARTITION_BY_ACCOUNT = "repartition-by-account";

    private static final int HASH_SHOWN = 12;

    private DetectorNames() {
    }

    /** The beginning of a hash of rules: enough to tell some from others. */
    static String shortHash(String rulesHash) {
        return rulesHash.substring(0, HASH_SHOWN);
    }

    /** {@code account|kind|name}: neither an account nor a kind holds the separator. */
    static String storeKey(String account, String kind, String name) {
        return account + "|" + kind + "|" + name;
    }
}
