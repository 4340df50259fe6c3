package io.iamwatch.alerting.incident;

import io.iamwatch.alerting.investigation.Kin;
import io.iamwatch.alerting.investigation.Relation;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.AlertState;
import io.iamwatch.contracts.finding.Ocsf;
import java.util.List;

/**
 * Alerts about somebody else who is part of an incident that belong to its story too: what a role that the
 * principal assumed, or who created it, did to what records the account. They stand in the incident about that one
 * as well.
 */
final class Ties {

    private static final String TAMPERING = "audit-trail-tampering";

    private Ties() {
    }

    static boolean isTampering(AlertState alert) {
        return TAMPERING.equals(alert.ruleId());
    }

    /** Returns the listing with these alerts, each in its newest version. */
    static Listing add(Listing listing, Ocsf.Resource principal, Kin kin) {
        Listing tied = listing;
        for (Relation relation : Relation.of(kin.account(), principal, states(listing))) {
            List<AlertEntry> theirs = kin.find(relation).map(Listing::of).orElse(Listing.EMPTY).entries();
            for (AlertEntry entry : theirs) {
                if (isTampering(entry.state()) && entry.state().about() == null) {
                    tied = tied(tied, entry, relation);
                }
            }
        }
        return tied;
    }

    private static Listing tied(Listing listing, AlertEntry entry, Relation relation) {
        boolean isThere = listing.find(entry.state().uid()).isPresent();
        return isThere || entry.state().stands()
                ? listing.with(new AlertEntry(entry.info(), entry.state().about(relation.words())), isThere)
                : listing;
    }

    /** Returns what the incidents of others look at in an incident, apart from how far it is contained. */
    static List<String> told(IncidentFinding incident) {
        return states(Listing.of(incident)).stream().filter(alert -> isTampering(alert) && alert.about() == null)
                .map(alert -> alert.version() + alert.stands()).toList();
    }

    private static List<AlertState> states(Listing listing) {
        return listing.entries().stream().map(AlertEntry::state).toList();
    }
}
