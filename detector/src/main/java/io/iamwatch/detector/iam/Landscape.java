package io.iamwatch.detector.iam;

import io.iamwatch.detector.event.Change.Slots;
import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.policy.AwsManagedPolicies;
import io.iamwatch.detector.policy.Clause;
import io.iamwatch.detector.policy.Interest;
import io.iamwatch.detector.policy.Surroundings;
import io.iamwatch.detector.policy.TrustPolicy;
import io.iamwatch.detector.policy.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What the rights of one principal rest on in others: known administrators, and roles that it may become. */
final class Landscape {

    /** A role that lets the principal, or its account, in. */
    private record Door(Life role, Timeline trust, List<AdminSpans.Span> spans) {
    }

    private final World world;
    private final Life life;
    private final List<AdminSpans> users;
    private final List<AdminSpans> groups;
    private final List<AdminSpans> roles;
    private final List<AdminSpans> policies;
    private final List<Door> doors = new ArrayList<>();

    Landscape(World world, Life life, Set<Interest> interests) {
        this.world = world;
        this.life = life;
        this.users = others(EntityKind.USER, Interest.Kind.USER, interests);
        this.groups = others(EntityKind.GROUP, Interest.Kind.GROUP, interests);
        this.roles = others(EntityKind.ROLE, Interest.Kind.ROLE, interests);
        this.policies = policies(interests);
        openDoors(interests);
    }

    private List<AdminSpans> others(EntityKind kind, Interest.Kind interest, Set<Interest> interests) {
        if (interests.stream().noneMatch(one -> one.kind() == interest)) {
            return List.of();
        }
        // It may be among them itself: by itself it is nothing more, since its rank would grow with every look.
        return world.known().administrators(kind, AdminSpans.MOST_LOOKED_AT);
    }

    /** Those that are named one by one are looked up: others cannot crowd them out. */
    private List<AdminSpans> policies(Set<Interest> interests) {
        List<Interest> admitted = interests.stream()
                .filter(interest -> interest.kind() == Interest.Kind.POLICY_IN_CONDITION).toList();
        boolean any = admitted.stream().anyMatch(interest -> interest.name().equals(Interest.ANY));
        return any
                ? world.known().administrators(EntityKind.POLICY, AdminSpans.MOST_LOOKED_AT)
                : admitted.stream().map(interest -> new Subject(EntityKind.POLICY, interest.name()))
                        .map(world.known()::administrator).filter(policy -> !policy.spans().isEmpty()).toList();
    }

    private void openDoors(Set<Interest> interests) {
        Map<String, Subject> names = new LinkedHashMap<>();
        life.stays()
                .forEach(stay -> add(world.known().rolesThatTrust(stay.subject(), AdminSpans.MOST_LOOKED_AT), names));
        if (life.uniqueId() != null) {
            add(world.known().rolesThatTrust(new Subject(life.kind(), life.uniqueId()), AdminSpans.MOST_LOOKED_AT),
                    names);
        }
        boolean inPolicies = interests.stream().anyMatch(interest -> interest.kind() == Interest.Kind.POLICY);
        if (inPolicies || interests.stream().anyMatch(interest -> interest.kind() == Interest.Kind.ROLE)) {
            Subject account = new Subject(EntityKind.ACCOUNT, world.known().account());
            add(world.known().rolesThatTrust(account, AdminSpans.MOST_LOOKED_AT), names);
        }
        if (inPolicies) {
            interests.forEach(interest -> add(rolesOf(interest), names));
        }
        if (names.isEmpty()) {
            return;
        }
        Map<String, AdminSpans> admins = new LinkedHashMap<>();
        world.known().administrators(EntityKind.ROLE, AdminSpans.MOST_LOOKED_AT)
                .forEach(admin -> admins.put(admin.subject().key(), admin));
        names.values().forEach(name -> world.biographies(name).lives().forEach(role -> {
            Timeline trust = world.holdings(role).timelines().get(Slots.TRUST);
            if (trust != null && role != life) {
                AdminSpans spans = admins.get(name.key());
                doors.add(new Door(role, trust, spans == null ? List.of() : spans.spans()));
            }
        }));
    }

    private static void add(List<Subject> roles, Map<String, Subject> names) {
        roles.stream().filter(role -> role.kind() == EntityKind.ROLE).forEach(role -> names.put(role.key(), role));
    }

    /** Roles that it might open to itself, to rewrite a policy that they carry. */
    private List<Subject> rolesOf(Interest interest) {
        boolean any = interest.name().equals(Interest.ANY);
        return switch (interest.kind()) {
            case POLICY -> any
                    ? List.of()
                    : world.known().holders(new Subject(EntityKind.POLICY, interest.name()), AdminSpans.MOST_LOOKED_AT);
            case ROLE -> any ? world.known().roles(AdminSpans.MOST_LOOKED_AT) : List.of(Subject.role(interest.name()));
            case USER, GROUP, POLICY_IN_CONDITION -> List.of();
        };
    }

    boolean isEmpty() {
        return doors.isEmpty() && administrators().allMatch(List::isEmpty);
    }

    private Stream<List<AdminSpans>> administrators() {
        return Stream.of(users, groups, roles, policies);
    }

    void addChanges(Set<Long> seconds) {
        administrators().forEach(kind -> kind.forEach(other -> addSpans(other.spans(), seconds)));
        for (Door door : doors) {
            door.trust().pieces().forEach(piece -> seconds.add(piece.from()));
            if (door.role().lastSecond() != Incarnation.OPEN) {
                seconds.add(door.role().lastSecond() + 1);
            }
            addSpans(door.spans(), seconds);
            world.attachments(door.role())
                    .forEach(bond -> bond.timeline().pieces().forEach(piece -> seconds.add(piece.from())));
        }
    }

    private static void addSpans(List<AdminSpans.Span> spans, Set<Long> seconds) {
        spans.forEach(span -> {
            seconds.add(span.from());
            if (span.to() != Incarnation.OPEN) {
                seconds.add(span.to() + 1);
            }
        });
    }

    /** Returns the ranks of the administrators in a second, lowest first; and what no administrator is needed for. */
    Set<Integer> ranksAt(long second) {
        TreeSet<Integer> ranks = new TreeSet<>();
        if (!doors.isEmpty()) {
            ranks.add(-1);
        }
        administrators().forEach(kind -> kind.forEach(other -> other.spans().stream()
                .filter(span -> span.covers(second)).map(AdminSpans.Span::rank).forEach(ranks::add)));
        doors.forEach(door -> door.spans().stream().filter(span -> span.covers(second)).map(AdminSpans.Span::rank)
                .forEach(ranks::add));
        ranks.removeIf(rank -> rank >= AdminSpans.MAX_RANK);
        return ranks;
    }

    /** Returns what is known in a second, of administrators up to a rank. */
    Surroundings at(long second, int rank) {
        return new Seen(admins(users, second, rank), admins(groups, second, rank), admins(roles, second, rank),
                rolesAt(second, rank), policies(second, rank));
    }

    private record Seen(List<Principal> adminUsers, List<Principal> adminGroups, List<Principal> adminRoles,
            List<Role> roles, List<AdminPolicy> adminPolicies) implements Surroundings {
    }

    private List<Surroundings.AdminPolicy> policies(long second, int rank) {
        return policies.stream().flatMap(policy -> policy.spans().stream())
                .filter(span -> span.covers(second) && span.rank() <= rank)
                .map(span -> new Surroundings.AdminPolicy(span.arn(), span.rank() == AdminPolicies.ALLOWS_EVERYTHING))
                .toList();
    }

    private static List<Surroundings.Principal> admins(List<AdminSpans> others, long second, int rank) {
        List<Surroundings.Principal> admins = new ArrayList<>();
        for (AdminSpans other : others) {
            other.spans().stream().filter(span -> span.covers(second) && span.rank() <= rank)
                    .forEach(span -> admins.add(new Surroundings.Principal(
                            span.arn().substring(span.arn().lastIndexOf('/') + 1), span.arn())));
        }
        return admins;
    }

    private List<Surroundings.Role> rolesAt(long second, int rank) {
        List<Surroundings.Role> found = new ArrayList<>();
        Moment moment = new Moment(world, second);
        for (Door door : doors) {
            Timeline.Piece piece = door.trust().at(second);
            if (piece == null) {
                continue;
            }
            boolean admin = door.spans().stream().anyMatch(span -> span.covers(second) && span.rank() <= rank);
            List<String> carried = world.attachments(door.role()).stream().filter(moment::mayHold).map(Bond::arn)
                    .filter(arn -> !AwsManagedPolicies.isAws(arn)).toList();
            for (Timeline.Value value : piece.values()) {
                Optional<TrustPolicy> trust = world.texts().trust(value.content());
                trust.ifPresent(policy -> knownAs(value.opener().second())
                        .forEach(arn -> found.add(new Surroundings.Role(door.role().nameAt(second),
                                moment.arn(door.role()), policy, arn, admin, carried))));
            }
        }
        return found;
    }

    /**
     * Who is named by ARN is found when the policy is written: IAM then remembers the principal, not its name, through
     * renamings and not beyond a deletion.
     */
    private Collection<String> knownAs(long written) {
        boolean newbornIsMeant = life.isReplaced() && written >= life.lastSecond() - Ownership.SKEW_SECONDS;
        long skew = life.isBorn() ? Ownership.SKEW_SECONDS : 0;
        boolean wasThere = life.firstSecond() == Incarnation.BEGINNING || life.firstSecond() - skew <= written;
        return wasThere && !newbornIsMeant
                ? life.arnsIn(written, world.known().account())
                : Collections.singleton(null);
    }

    /**
     * Returns what made the other principal such that this one's rights rest on it. Whoever may rewrite the trust of a
     * role needs no door: what made that role an administrator is told of the role.
     */
    List<Fact> causes(long second, Verdict verdict) {
        if (verdict.through().isEmpty() || verdict.clause() == Clause.B_TRUST_ADMIN_ROLE) {
            return List.of();
        }
        String arn = verdict.through().get().arn();
        Moment moment = new Moment(world, second);
        List<Fact> causes = new ArrayList<>();
        for (Door door : doors) {
            Timeline.Piece piece = door.trust().at(second);
            if (piece != null && moment.arn(door.role()).equals(arn)) {
                piece.values().forEach(value -> causes.add(value.opener()));
                moment.held(door.role()).forEach(held -> causes.addAll(held.facts()));
            }
        }
        return causes.stream().distinct().toList();
    }
}
