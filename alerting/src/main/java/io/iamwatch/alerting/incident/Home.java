package io.iamwatch.alerting.incident;

import io.iamwatch.contracts.finding.Ocsf;
import io.iamwatch.contracts.topic.AccountPartitioner;
import io.iamwatch.contracts.topic.PrincipalKey;

/**
 * To whose incident an alert belongs. Alerts about whoever called have a key of their own, since their calls were
 * denied and tell nothing of users; where the caller is a user or a role, it is that one's story that they add to.
 */
public final class Home {

    private static final String CALLER = "actor:";

    private Home() {
    }

    /** Returns the key of the principal whose incident gathers it. */
    public static String keyOf(AlertVersion version) {
        String key = version.key();
        int kind = key.indexOf(AccountPartitioner.SEPARATOR) + 1;
        if (!key.startsWith(CALLER, kind) || version.alert().resources().isEmpty()) {
            return key;
        }
        Ocsf.Resource caller = version.alert().resources().getFirst();
        String word = "AWS::IAM::User".equals(caller.type())
                ? "user"
                : "AWS::IAM::Role".equals(caller.type()) ? "role" : null;
        return word == null
                ? key
                : new PrincipalKey(AccountPartitioner.accountOf(key), word, key.substring(kind + CALLER.length()))
                        .toString();
    }
}
