package io.iamwatch.alerting.incident;

import io.iamwatch.contracts.finding.IncidentFinding.AlertState;
import io.iamwatch.contracts.finding.IncidentFinding.Party;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What an analyst asks first: who created, who granted, how far apart.
 *
 * @param creator who created the principal; empty where that was not seen
 * @param granters who made it an administrator, in causal order
 * @param secondsBetween from creation to administrator, in event time; negative where another host's clock says so;
 *     empty where the creation was not seen
 */
public record Story(Optional<Party> creator, List<Party> granters, OptionalLong secondsBetween) {

    private static final Set<String> CREATIONS = Set.of("CreateUser", "CreateRole", "CreateGroup");

    /** Reads the story out of an alert. */
    public static Story of(AlertState alert) {
        Optional<Party> creator = alert.tb() == null
                ? Optional.empty()
                : alert.parties().stream().filter(Story::isCreation).findFirst();
        List<Party> granters = alert.parties().stream().filter(party -> !isCreation(party)).toList();
        OptionalLong between = alert.ta() == null || alert.tb() == null
                ? OptionalLong.empty()
                : OptionalLong.of(Math.floorDiv(alert.ta() - alert.tb(), 1000L));
        return new Story(creator, granters, between);
    }

    private static boolean isCreation(Party party) {
        return party.operation() != null && CREATIONS.contains(party.operation());
    }
}
