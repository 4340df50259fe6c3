package io.iamwatch.detector.iam;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.Change.Slots;
import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.policy.AwsManagedPolicies;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What is there in a second, as a snapshot would find it. A snapshot says of each thing all that it has. So what is
 * known in part is left out, unless what is known makes an administrator already: the rest could add nothing. Where
 * the order of a second is not known, what may be there counts as there, and a boundary that may be gone as gone,
 * as grades take it.
 */
public final class Present {

    private final World world;
    private final long second;

    /** Prepares a view of a second, which no event is later than. */
    public Present(World world, long second) {
        this.world = world;
        this.second = second;
    }

    /** Returns what a snapshot would find of a life; empty where it is over, or known in part. */
    public Optional<Change.Snapshot> of(Life life) {
        if (!isThere(life)) {
            return Optional.empty();
        }
        return life.kind() == EntityKind.POLICY ? policy(life) : principal(life);
    }

    /** Returns whether a life goes on in the second. */
    public boolean isThere(Life life) {
        return life.lives() && life.firstSecond() <= second;
    }

    private Optional<Change.Snapshot> principal(Life life) {
        return isFullyKnown(life) || isAdmin(life)
                ? Optional.of(snapshot(life, life.arnAt(second, world.known().account()), Map.of(), null))
                : Optional.empty();
    }

    private Optional<Change.Snapshot> policy(Life life) {
        Map<String, String> versions = new TreeMap<>(world.content(name(life), life).texts(second));
        String version = one(world.holdings(life).at(Slots.DEFAULT_VERSION, second), versions::get);
        // That there is a version says nothing.
        versions.values().removeIf(Objects::isNull);
        String arn = arn(life);
        boolean isKnown = version != null && versions.containsKey(version);
        return isKnown && arn != null ? Optional.of(snapshot(life, arn, versions, version)) : Optional.empty();
    }

    private Change.Snapshot snapshot(Life life, String arn, Map<String, String> versions, String version) {
        Long created = life.isBorn() && !AwsManagedPolicies.isAws(arn) ? Long.valueOf(life.firstSecond()) : null;
        Subject name = life.kind() == EntityKind.POLICY
                ? Subject.policy(arn)
                : new Subject(life.kind(), life.nameAt(second));
        return new Change.Snapshot(name, life.uniqueId(), arn, created,
                bonds(world.attachments(life)).stream().map(Bond::arn).sorted().distinct().toList(), inline(life),
                life.kind() == EntityKind.USER
                        ? bonds(world.memberships(life)).stream().map(this::group).sorted().distinct()
                                .toList()
                        : List.of(),
                boundary(life), one(world.holdings(life).at(Slots.TRUST, second), trust -> trust), versions, version);
    }

    /** As in {@link Moment}: its creation was seen, or a snapshot told of it. */
    private boolean isFullyKnown(Life life) {
        return (life.isBorn() && life.birth().isEvent())
                || life.facts().stream().anyMatch(fact -> fact.change() instanceof Change.Snapshot);
    }

    /** Returns whether a user, group or role is an administrator. */
    public boolean isAdmin(Life life) {
        return Assessor.assess(world, life, Incarnation.BEGINNING).present()
                .filter(stretch -> stretch.grade().isAdmin()).isPresent();
    }

    private List<Bond> bonds(List<Bond> all) {
        List<Bond> there = new ArrayList<>();
        for (Bond bond : all) {
            Timeline.Piece piece = bond.timeline().at(second);
            if (piece != null && !piece.values().isEmpty()) {
                there.add(bond);
            }
        }
        return there;
    }

    /** A group may have another name by now. */
    private String group(Bond membership) {
        return membership.other() == null ? membership.target().name() : membership.other().nameAt(second);
    }

    private Map<String, String> inline(Life life) {
        Map<String, String> policies = new TreeMap<>();
        world.holdings(life).timelines().forEach((slot, timeline) -> {
            Timeline.Piece piece = Slots.isInline(slot) ? timeline.at(second) : null;
            if (piece != null && !piece.values().isEmpty()) {
                Timeline.Value value = strongest(piece, document -> document);
                policies.put(policyName(slot, value.opener()), value.content());
            }
        });
        return Collections.unmodifiableMap(policies);
    }

    /** In the spelling of whoever put it there; slots are without regard to case. */
    private static String policyName(String slot, Fact opener) {
        return switch (opener.change()) {
            case Change.InlinePut put -> put.policyName();
            case Change.Snapshot snapshot -> snapshot.inline().keySet().stream()
                    .filter(name -> Slots.inline(name).equals(slot)).findFirst().orElseThrow();
            default -> throw new IllegalStateException("no inline policy comes from " + opener.change());
        };
    }

    private String boundary(Life life) {
        Timeline.Piece piece = world.holdings(life).at(Slots.BOUNDARY, second);
        return piece == null || piece.mayBeEmpty() ? null : one(piece, arn -> null);
    }

    private String one(Timeline.Piece piece, UnaryOperator<String> document) {
        return piece == null || piece.values().isEmpty() ? null : strongest(piece, document).content();
    }

    /** Of several that may hold, one that may matter. */
    private Timeline.Value strongest(Timeline.Piece piece, UnaryOperator<String> document) {
        return piece.values().stream().filter(value -> {
            String text = value.content() == null ? null : document.apply(value.content());
            return text != null && !world.texts().isHarmless(text);
        }).findFirst().orElseGet(() -> piece.values().getLast());
    }

    private String name(Life policy) {
        String arn = arn(policy);
        return arn == null ? policy.nameAt(second) : arn;
    }

    /** A policy of AWS has an ARN that nothing but a snapshot tells. */
    private String arn(Life policy) {
        List<Change.Snapshot> snapshots = policy.facts().stream().map(Fact::change)
                .filter(Change.Snapshot.class::isInstance).map(Change.Snapshot.class::cast).toList();
        if (!snapshots.isEmpty()) {
            return snapshots.getLast().arn();
        }
        return policy.nameAt(second).indexOf('/') >= 0 ? null : policy.arnAt(second, world.known().account());
    }

    /** Returns what is there of all lives at the names, in the order in which they are given. */
    public Map<Life, Optional<Change.Snapshot>> of(List<Subject> names) {
        Map<Life, Optional<Change.Snapshot>> found = new LinkedHashMap<>();
        names.forEach(name -> world.biographies(name).lives().stream().filter(this::isThere)
                .forEach(life -> found.computeIfAbsent(life, this::of)));
        return found;
    }
}
