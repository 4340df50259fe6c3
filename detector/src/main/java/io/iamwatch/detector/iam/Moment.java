package io.iamwatch.detector.iam;

import io.iamwatch.detector.event.Change.Slots;
import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.policy.Holder;
import io.iamwatch.detector.policy.LivePolicy;
import io.iamwatch.detector.policy.PolicyDocument;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a principal has in one second: allows count if they may be live, protections only if they surely are. */
final class Moment {

    /**
     * The cap of a permissions boundary.
     *
     * @param document what it allows at most; empty where no boundary surely holds, or its content was never seen
     * @param unseen whether one surely holds whose content was never seen
     */
    record Cap(Optional<PolicyDocument> document, boolean unseen) {
    }

    private final World world;
    private final long second;

    Moment(World world, long second) {
        this.world = world;
        this.second = second;
    }

    /** Returns all policies of a principal, those of a user's groups among them. */
    List<Held> held(Life principal) {
        List<Held> held = new ArrayList<>(own(principal, null, true, List.of(), null));
        if (principal.kind() == EntityKind.USER) {
            for (Bond bond : world.memberships(principal)) {
                Timeline.Piece piece = bond.timeline().at(second);
                if (piece != null && !piece.values().isEmpty()) {
                    List<Fact> joined = List.of(piece.values().getFirst().opener());
                    held.addAll(ofGroup(bond, piece.isCertain(), joined));
                }
            }
        }
        return held;
    }

    /** Returns the groups that a user may be in. */
    List<Life> groups(Life user, Possibility held) {
        return world.memberships(user).stream()
                .filter(bond -> bond.other() != null && mayHold(bond) && !held.isWithout(bond)).map(Bond::other)
                .distinct().toList();
    }

    /** Returns all ARNs of these groups, and, of a user, of those of which nothing is known but that it is in them. */
    List<String> groupArns(Life principal, List<Life> groups, Possibility held) {
        Set<String> arns = new LinkedHashSet<>();
        groups.forEach(group -> arns.addAll(arns(group)));
        if (principal.kind() == EntityKind.USER) {
            world.memberships(principal).stream()
                    .filter(bond -> bond.other() == null && mayHold(bond) && !held.isWithout(bond))
                    .forEach(bond -> arns.addAll(groupArns(principal, bond)));
        }
        return List.copyOf(arns);
    }

    /** Of a group of which nothing is known the name is: what its members may do to it does not depend on more. */
    Set<String> groupArns(Life user, Bond membership) {
        return membership.other() != null
                ? arns(membership.other())
                : Set.of("arn:" + user.partition() + ":iam::" + world.known().account() + ":group/"
                        + membership.target().name());
    }

    private List<Held> ofGroup(Bond bond, boolean certain, List<Fact> joined) {
        Life group = bond.other();
        List<Held> held = new ArrayList<>();
        if (group == null || !isFullyKnown(group)) {
            held.add(new Held.Unseen(bond.target(), joined));
        }
        if (group != null) {
            held.addAll(own(group, arn(group), certain, joined, bond));
        }
        return held;
    }

    /** A group whose creation was not seen may have any policies, until a snapshot tells. */
    private boolean isFullyKnown(Life group) {
        return (group.isBorn() && group.birth().isEvent()) || group.facts().stream()
                .anyMatch(fact -> !fact.isEvent() && fact.second() <= second);
    }

    private List<Held> own(Life principal, String groupArn, boolean certain, List<Fact> way, Bond through) {
        List<Held> held = new ArrayList<>();
        for (Map.Entry<String, Timeline> slot : world.holdings(principal).timelines().entrySet()) {
            Timeline.Piece piece = Slots.isInline(slot.getKey()) ? slot.getValue().at(second) : null;
            if (piece != null) {
                boolean mayBeUnseen = piece.values().stream()
                        .anyMatch(value -> world.texts().document(value.content()).isEmpty());
                for (Timeline.Value value : piece.values()) {
                    Optional<PolicyDocument> document = world.texts().document(value.content());
                    held.add(held(document, new Place(new Held.Choice(through, slot.getKey()),
                            piece.mayBeEmpty() || mayBeUnseen, piece.isCertain(), new Holder(groupArn, true), null,
                            !certain), way,
                            List.of(value.opener()), principal));
                }
            }
        }
        for (Bond bond : world.attachments(principal)) {
            Timeline.Piece piece = bond.timeline().at(second);
            if (piece != null && !piece.values().isEmpty()) {
                List<Fact> attached = List.of(piece.values().getFirst().opener());
                boolean one = isTheOnlyOne(bond, principal);
                List<PolicyContent.Text> texts = world.content(bond.arn(), bond.other()).at(second);
                boolean mayBeUnseen = texts.stream().anyMatch(text -> text.document().isEmpty());
                for (PolicyContent.Text text : texts) {
                    List<Fact> facts = new ArrayList<>(text.facts());
                    facts.addAll(attached);
                    held.add(held(text.document(), new Place(new Held.Choice(through, one ? bond : bond.arn()),
                            piece.mayBeEmpty() || mayBeUnseen, one && piece.isCertain() && text.certain(),
                            new Holder(groupArn, false), bond.arn(), !certain), way, facts, principal));
                }
            }
        }
        return held;
    }

    /** Of several that may have had the policy's name in one second the principal has one: they are alternatives. */
    private boolean isTheOnlyOne(Bond attachment, Life principal) {
        int alike = 0;
        for (Bond bond : world.attachments(principal)) {
            if (bond.arn().equals(attachment.arn()) && mayHold(bond)) {
                alike++;
            }
        }
        return alike == 1;
    }

    private record Place(Held.Choice choice, boolean mayBeAbsent, boolean certain, Holder holder, String policyArn,
            boolean wayMayBeAbsent) {
    }

    private static Held held(Optional<PolicyDocument> document, Place place, List<Fact> way, List<Fact> facts,
            Life principal) {
        List<Fact> all = new ArrayList<>(facts);
        all.addAll(way);
        return document
                .<Held>map(known -> new Held.Known(
                        new LivePolicy(known, place.certain(), place.holder(), place.policyArn()), all, place.choice(),
                        place.mayBeAbsent(), place.wayMayBeAbsent()))
                .orElseGet(() -> new Held.Unseen(place.policyArn() == null
                        ? new Subject(principal.kind(), principal.nameAt(Incarnation.OPEN))
                        : Subject.policy(place.policyArn()), all));
    }

    /** Returns the caps that may hold in the second; none at all, where there may be none for some of it. */
    List<Cap> caps(Life principal) {
        Timeline.Piece piece = world.holdings(principal).at(Slots.BOUNDARY, second);
        if (piece == null || piece.mayBeEmpty() || piece.values().isEmpty()) {
            return List.of(new Cap(Optional.empty(), false));
        }
        List<Timeline.Value> left = piece.values().stream().filter(value -> !isDeleted(value)).toList();
        return (left.isEmpty() ? piece.values() : left).stream().flatMap(value -> caps(value).stream()).distinct()
                .toList();
    }

    /**
     * Of several boundaries that it may have it is none whose policy was deleted since: that takes that nobody has it.
     */
    private boolean isDeleted(Timeline.Value boundary) {
        List<Life> lives = meant(boundary);
        return !lives.isEmpty() && lives.stream().allMatch(life -> life.lastSecond() < second);
    }

    /** Returns what a boundary may allow at most. */
    List<Cap> caps(Timeline.Value boundary) {
        return boundaryContents(boundary).stream().flatMap(content -> content.at(second).stream())
                .map(text -> new Cap(text.document(), text.document().isEmpty())).distinct().toList();
    }

    List<PolicyContent> boundaryContents(Timeline.Value boundary) {
        String arn = boundary.content();
        List<Life> lives = meant(boundary);
        // A policy that is somebody's boundary cannot be deleted: the one that outlived the second is meant.
        List<Life> outlived = lives.stream().filter(life -> life.lastSecond() > boundary.opener().second()).toList();
        return lives.isEmpty()
                ? List.of(world.content(arn, null))
                : (outlived.isEmpty() ? lives : outlived).stream().map(life -> world.content(arn, life)).toList();
    }

    /** Returns the policies that may have had the boundary's name when it was put. */
    private List<Life> meant(Timeline.Value boundary) {
        Subject policy = Subject.policy(boundary.content());
        return world.biographies(policy).lives().stream()
                .filter(life -> life.mayExistIn(policy.name(), boundary.opener().second())).toList();
    }

    /** Returns whether a bond may hold. */
    boolean mayHold(Bond bond) {
        Timeline.Piece piece = bond.timeline().at(second);
        return piece != null && !piece.values().isEmpty();
    }

    /** Returns all ARNs that it may have. */
    Set<String> arns(Life life) {
        return life.arnsIn(second, world.known().account());
    }

    String arn(Life life) {
        return life.arnAt(second, world.known().account());
    }
}
