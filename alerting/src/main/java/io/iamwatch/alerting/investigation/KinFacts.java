package io.iamwatch.alerting.investigation;

import io.iamwatch.contracts.command.Verdict;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.AlertState;
import io.iamwatch.contracts.finding.IncidentFinding.Party;
import io.iamwatch.contracts.finding.IncidentFinding.Status;
import io.iamwatch.contracts.finding.Investigation;
import io.iamwatch.contracts.finding.Investigation.Fact;
import io.iamwatch.contracts.finding.Ocsf.Resource;
import io.iamwatch.contracts.finding.Seen.Descendant;
import io.iamwatch.contracts.finding.Seen.Extent;
import io.iamwatch.contracts.finding.Seen.RoleUse;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How far those are contained who are part of an incident besides its principal: by the incidents about them, which
 * say what was done against each of them itself, and by what the principal's own containment does to its sessions.
 */
final class KinFacts {

    private static final String NOT_FOLLOWED = "no standing alert of new-admin-active tells what it did next";
    private static final String NO_INCIDENT = "no incident is about it, and what is done against it is not followed";
    private static final Set<Verdict> HARMLESS = Set.of(Verdict.FALSE_POSITIVE, Verdict.BENIGN, Verdict.TEST,
            Verdict.DISREGARD);

    private final Resource principal;
    private final Optional<AlertState> lead;
    private final Investigation known;
    private final Fact user;
    private final Kin kin;

    /** Takes what is known of the principal itself: its sessions have its rights. */
    KinFacts(Resource principal, Optional<AlertState> lead, Investigation known, Fact user, Kin kin) {
        this.principal = principal;
        this.lead = lead;
        this.known = known;
        this.user = user;
        this.kin = kin;
    }

    /** One of them. */
    private record One(String who, Extent extent, String why) {

        String words() {
            return who + ": " + extent.words() + ", " + why;
        }
    }

    Fact roles() {
        if (known.roles().isEmpty()) {
            return known.followed()
                    ? new Fact(ContainedFacts.ROLES, Extent.NOTHING_SEEN, "it was not seen to assume one")
                    : new Fact(ContainedFacts.ROLES, Extent.NOT_VISIBLE, NOT_FOLLOWED);
        }
        return fact(ContainedFacts.ROLES, known.roles().stream().map(this::role).toList());
    }

    private One role(RoleUse use) {
        String who = Objects.requireNonNullElse(use.role(), "an unnamed role");
        Optional<Relation> relation = Relation.role(kin.account(), use.role());
        return relation.isEmpty()
                ? new One(who, Extent.NOT_VISIBLE, "a role of another account, or without a name that IAM gives;"
                        + " whether its sessions were revoked is not followed")
                : byIncident(who, relation.get(),
                        "whether its sessions were revoked is not followed, and " + NO_INCIDENT);
    }

    Fact creator() {
        List<String> others = lead.stream().flatMap(alert -> alert.parties().stream()).map(Party::actor)
                .filter(actor -> actor != null && !actor.equalsIgnoreCase(principal.name())).distinct().toList();
        if (others.isEmpty()) {
            return new Fact(ContainedFacts.CREATOR, Extent.NOT_VISIBLE,
                    "nobody else was seen to create it or to grant");
        }
        return fact(ContainedFacts.CREATOR, others.stream().map(actor -> Relation.actor(Relation.Tie.GRANTED, actor)
                .map(relation -> byIncident(actor, relation, NO_INCIDENT))
                .orElseGet(() -> new One(actor, Extent.NOT_VISIBLE, "neither a user nor a role of the account")))
                .toList());
    }

    Fact descendants() {
        if (known.descendants().isEmpty()) {
            return known.followed()
                    ? new Fact(ContainedFacts.DESCENDANTS, Extent.NOTHING_SEEN, "it was not seen to make any")
                    : new Fact(ContainedFacts.DESCENDANTS, Extent.NOT_VISIBLE, NOT_FOLLOWED);
        }
        return fact(ContainedFacts.DESCENDANTS, known.descendants().stream().map(this::descendant).toList());
    }

    private One descendant(Descendant one) {
        String who = one.what() + " " + one.name();
        if ("session".equals(one.what())) {
            return session(who);
        }
        Optional<Relation> relation = Relation.made(one);
        if (relation.isEmpty()) {
            return new One(who, Extent.NOT_VISIBLE, "without a name that IAM gives");
        }
        return credential(who, one, relation.get())
                .orElseGet(() -> byIncident(who, relation.get(), NO_INCIDENT));
    }

    /** Of a key that it made for somebody else: whether that one's incident tells of it. */
    private Optional<One> credential(String who, Descendant one, Relation relation) {
        String id = one.name().split(" ", 2)[0];
        return kin.find(relation).stream()
                .flatMap(of -> of.unmapped().iamwatch().investigation().credentials().stream())
                .filter(credential -> id.equals(credential.id())
                        && !CredentialStates.ACTIVE.equals(credential.state()))
                .findFirst().map(credential -> new One(who, Extent.YES, "it is " + credential.state()));
    }

    /** A session that a user asked for has the rights of the user, and lives on when the key that asked is gone. */
    private One session(String who) {
        if (user.extent() == Extent.NOT_VISIBLE) {
            return new One(who, user.extent(), user.why());
        }
        if (user.extent() == Extent.NO || user.why().contains("still an administrator")) {
            return new One(who, Extent.NO, "it has the user's rights: " + user.why());
        }
        boolean withoutRights = user.why().contains("it was deleted")
                || user.why().contains("denied everything by AWSDenyAll");
        return withoutRights
                ? new One(who, Extent.YES, "it has the user's rights: " + user.why())
                : new One(who, Extent.PARTLY, "it lives until it ends, with the rights that the user has left");
    }

    private One byIncident(String who, Relation relation, String otherwise) {
        Optional<IncidentFinding> incident = kin.find(relation);
        if (incident.isEmpty()) {
            return new One(who, Extent.NOT_VISIBLE, otherwise);
        }
        Verdict verdict = incident.get().unmapped().iamwatch().workflow().verdict();
        if (incident.get().statusId() == Status.CLOSED && verdict != null && HARMLESS.contains(verdict)) {
            return new One(who, Extent.NOTHING_SEEN, "the incident about it was closed as " + verdict.caption());
        }
        Fact own = ContainedFacts.own(incident.get());
        return new One(who, own.extent(), "by the incident about it: " + own.why());
    }

    /** Part of them is partly; what is not visible of one hides nothing that is open of another. */
    private static Fact fact(String what, List<One> all) {
        List<Extent> counting = all.stream().map(One::extent).filter(extent -> extent != Extent.NOTHING_SEEN).toList();
        boolean isOpen = counting.stream().anyMatch(extent -> extent == Extent.NO || extent == Extent.PARTLY);
        Extent extent = counting.isEmpty()
                ? Extent.NOTHING_SEEN
                : counting.stream().distinct().count() == 1
                        ? counting.getFirst()
                        : isOpen ? Extent.PARTLY : Extent.NOT_VISIBLE;
        // What is open comes first: of many the first ones are named.
        return new Fact(what, extent, Listed.sentences(Stream.concat(
                all.stream().filter(one -> one.extent() == Extent.NO || one.extent() == Extent.PARTLY),
                all.stream().filter(one -> one.extent() != Extent.NO && one.extent() != Extent.PARTLY))
                .map(One::words)));
    }
}
