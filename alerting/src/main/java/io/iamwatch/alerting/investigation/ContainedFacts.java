package io.iamwatch.alerting.investigation;

import static java.util.stream.Collectors.joining;

import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.AlertState;
import io.iamwatch.contracts.finding.Investigation;
import io.iamwatch.contracts.finding.Investigation.Contained;
import io.iamwatch.contracts.finding.Investigation.Credential;
import io.iamwatch.contracts.finding.Investigation.Fact;
import io.iamwatch.contracts.finding.Ocsf.Resource;
import io.iamwatch.contracts.finding.Seen.Extent;
import io.iamwatch.contracts.finding.Seen.Measures;
import io.iamwatch.contracts.finding.StillSucceeding;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How far an incident is contained, and the facts behind that. What iamwatch does not see is said to be so, and
 * makes nothing better: the answer is about what is visible, and names the rest.
 */
final class ContainedFacts {

    static final String USER = "user";
    static final String CREDENTIALS = "credentials";
    static final String ROLES = "assumed roles";
    static final String CREATOR = "creator";
    static final String DESCENDANTS = "descendants";
    static final String UNDO = "no undo since";
    static final String CALLS = "calls since";

    private static final Set<String> OWN = Set.of(USER, CREDENTIALS, UNDO, CALLS);
    private static final String NOT_FOLLOWED = "no standing alert of new-admin-active tells what it did next";

    private final Optional<AlertState> lead;
    private final Optional<Measures> measures;
    private final Optional<StillSucceeding> succeeding;
    private final Investigation known;

    private ContainedFacts(List<AlertState> standing, Investigation known) {
        this.lead = Investigator.lead(standing);
        this.measures = standing.stream().map(alert -> alert.seen().measures()).filter(Objects::nonNull)
                .reduce((one, other) -> other);
        this.succeeding = standing.stream().map(alert -> alert.seen().succeeding()).filter(Objects::nonNull)
                .reduce((one, other) -> other);
        this.known = known;
    }

    static Contained of(Resource principal, List<AlertState> standing, Investigation known, Kin kin) {
        ContainedFacts facts = new ContainedFacts(standing, known);
        Fact user = facts.user();
        KinFacts others = new KinFacts(principal, facts.lead, known, user, kin);
        return facts.judge(List.of(user, facts.credentials(), others.roles(), others.creator(), others.descendants(),
                facts.undo(), facts.callsSince()));
    }

    /**
     * Returns how far the principal of an incident is contained itself, whatever is with those who are part of the
     * incident: so that two who made each other do not wait for each other.
     */
    static Fact own(IncidentFinding incident) {
        Contained contained = incident.unmapped().iamwatch().investigation().contained();
        List<Fact> own = contained == null
                ? List.of()
                : contained.facts().stream().filter(fact -> OWN.contains(fact.what())).toList();
        if (own.isEmpty() || own.getFirst().extent() == Extent.NOT_VISIBLE) {
            return new Fact(USER, Extent.NOT_VISIBLE, "it is not told to be an administrator, and what is done against"
                    + " it is not followed");
        }
        boolean isUndone = own.stream().anyMatch(fact -> fact.what().equals(UNDO) && fact.extent() == Extent.NO);
        boolean isUntouched = own.stream()
                .anyMatch(fact -> fact.what().equals(UNDO) && fact.extent() == Extent.NOTHING_SEEN);
        if (isUndone || (isUntouched && own.getFirst().extent() == Extent.NO)) {
            return new Fact(USER, Extent.NO, own.getFirst().why());
        }
        return own.stream().filter(fact -> fact.extent() == Extent.NO || fact.extent() == Extent.PARTLY).findFirst()
                .map(open -> new Fact(USER, Extent.PARTLY, open.what() + ": " + open.why()))
                .orElse(own.getFirst());
    }

    private Contained judge(List<Fact> facts) {
        if (lead.isEmpty()) {
            return new Contained(Extent.NOT_VISIBLE, "no standing alert says that it is an administrator: what is done"
                    + " against it is not followed", facts);
        }
        List<Fact> open = facts.stream().filter(fact -> fact.extent() == Extent.NO || fact.extent() == Extent.PARTLY)
                .toList();
        String unseen = names(facts.stream().filter(fact -> fact.extent() == Extent.NOT_VISIBLE).toList());
        String rest = unseen.isEmpty() ? "" : "; not visible: " + unseen;
        boolean isUndone = facts.stream().anyMatch(fact -> fact.what().equals(UNDO) && fact.extent() == Extent.NO);
        if (isUndone || (facts.getFirst().extent() == Extent.NO && measures.isEmpty())) {
            return new Contained(Extent.NO, facts.getFirst().why() + rest, facts);
        }
        if (!open.isEmpty()) {
            return new Contained(Extent.PARTLY, "open: " + names(open) + rest, facts);
        }
        // What is known to be there, and not known to be contained, is no yes.
        return isCovered(facts, ROLES, known.roles()) && isCovered(facts, DESCENDANTS, known.descendants())
                ? new Contained(Extent.YES, "as far as CloudTrail shows" + rest, facts)
                : new Contained(Extent.PARTLY, "what it assumed or made is not known to be contained" + rest, facts);
    }

    private static boolean isCovered(List<Fact> facts, String what, List<?> there) {
        return there.isEmpty() || facts.stream().filter(fact -> fact.what().equals(what))
                .allMatch(fact -> fact.extent() == Extent.YES || fact.extent() == Extent.NOTHING_SEEN);
    }

    private static String names(List<Fact> facts) {
        return facts.stream().map(Fact::what).collect(joining(", "));
    }

    private Fact user() {
        if (measures.isPresent()) {
            return new Fact(USER, measures.get().extent(), reasons(measures.get()));
        }
        if (lead.isEmpty()) {
            return new Fact(USER, Extent.NOT_VISIBLE, "iamwatch follows users who became administrators");
        }
        return lead.get().stillAdmin()
                ? new Fact(USER, Extent.NO, "still an administrator, and nothing was seen that was done against it")
                : new Fact(USER, Extent.PARTLY, "no administrator any more; nothing else was seen that was done"
                        + " against it");
    }

    /** The words begin with how far it goes. */
    private static String reasons(Measures measures) {
        return measures.how().substring(measures.how().indexOf(':') + 1).strip();
    }

    private Fact credentials() {
        List<String> open = Stream.concat(measures.stream().flatMap(it -> it.open().stream()),
                known.credentials().stream().filter(ContainedFacts::isOpenWay).map(ContainedFacts::words)).distinct()
                .toList();
        boolean isGone = measures.filter(it -> it.how().contains("it was deleted")).isPresent();
        if (isGone) {
            return new Fact(CREDENTIALS, Extent.YES, "they went with the user");
        }
        boolean someClosed = known.credentials().stream()
                .anyMatch(one -> !one.state().equals(CredentialStates.ACTIVE));
        if (!open.isEmpty()) {
            return new Fact(CREDENTIALS, someClosed ? Extent.PARTLY : Extent.NO, "still active: "
                    + Listed.of(open.stream()));
        }
        return someClosed
                ? new Fact(CREDENTIALS, Extent.YES, "all that were seen are inactive or deleted: "
                        + Listed.of(known.credentials().stream().map(ContainedFacts::words)))
                : new Fact(CREDENTIALS, Extent.NOT_VISIBLE, "no alert of this incident tells of one: list them");
    }

    /** An MFA device lets nobody in. */
    private static boolean isOpenWay(Credential credential) {
        return credential.state().equals(CredentialStates.ACTIVE) && switch (credential.kind()) {
            case ACCESS_KEY, PASSWORD, SERVICE_CREDENTIAL, CERTIFICATE, SSH_KEY -> true;
            case MFA_DEVICE -> false;
        };
    }

    /** As the detector's words for what is open. */
    private static String words(Credential credential) {
        return switch (credential.kind()) {
            case PASSWORD -> "the password";
            case ACCESS_KEY, SERVICE_CREDENTIAL -> credential.id() == null
                    ? credential.kind().words()
                    : "key " + credential.id();
            case MFA_DEVICE, CERTIFICATE, SSH_KEY -> credential.kind().words()
                    + (credential.id() == null ? "" : " " + credential.id());
        };
    }

    /** What succeeds after a measure shows that it did not reach. */
    private Fact callsSince() {
        if (measures.isEmpty()) {
            return new Fact(CALLS, Extent.NOTHING_SEEN, "nothing was done that a call could come after");
        }
        return succeeding.map(it -> new Fact(CALLS, Extent.NO, "at least " + it.calls() + " calls still succeeded,"
                + " the last not before " + Instant.ofEpochMilli(it.last()) + ": " + Listed.of(it.services().stream())))
                .orElseGet(() -> known.followed()
                        ? new Fact(CALLS, Extent.YES, "none was seen to succeed more than a minute after")
                        : new Fact(CALLS, Extent.NOT_VISIBLE, NOT_FOLLOWED));
    }

    private Fact undo() {
        return measures.map(it -> it.undone()
                ? new Fact(UNDO, Extent.NO, reasons(it))
                : new Fact(UNDO, Extent.YES, "nothing was seen that took back what was done"))
                .orElseGet(() -> new Fact(UNDO, Extent.NOTHING_SEEN, "nothing was done that could be undone"));
    }
}
