package io.iamwatch.contracts.topic;

import java.util.Locale;

/**
 * The key of what is said about one principal: {@code account/kind:name}.
 *
 * @param account the AWS account id
 * @param kind {@code user}, {@code group} or {@code role}
 * @param name the name at the first alert, lower-cased: IAM names are unique without regard to case
 */
public record PrincipalKey(String account, String kind, String name) {

    /** Lower-cases the name. */
    public PrincipalKey {
        name = name.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return account + AccountPartitioner.SEPARATOR + kind + ":" + name;
    }
}
