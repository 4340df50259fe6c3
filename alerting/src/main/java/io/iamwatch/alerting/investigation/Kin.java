package io.iamwatch.alerting.investigation;

import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.topic.PrincipalKey;
import java.util.Optional;
import java.util.function.Function;

/**
 * The newest incidents about other principals of the same account: by them an incident knows what became of whoever
 * is part of it.
 *
 * @param account the AWS account id
 * @param incidents the newest incident by {@link PrincipalKey}; empty where there never was one
 */
public record Kin(String account, Function<String, Optional<IncidentFinding>> incidents) {

    /** Returns one that knows nobody. */
    public static Kin unknown(String account) {
        return new Kin(account, key -> Optional.empty());
    }

    /** Returns the newest incident about somebody; empty where there never was one. */
    public Optional<IncidentFinding> find(Relation relation) {
        return incidents.apply(relation.key(account));
    }
}
