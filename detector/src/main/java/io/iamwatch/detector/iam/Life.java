package io.iamwatch.detector.iam;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.event.Subject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One user, group, role or policy from its creation to its deletion, under whatever names.
 */
public final class Life {

    private final List<Incarnation> stays;
    private final List<Fact> facts;
    private final Set<Fact> doubtful;
    private final Paths paths;

    Life(List<Incarnation> stays, List<Fact> facts, Set<Fact> doubtful, long memory) {
        this.stays = List.copyOf(stays);
        this.facts = List.copyOf(facts);
        this.doubtful = Set.copyOf(doubtful);
        this.paths = new Paths(this, memory);
    }

    /** Returns its stays at names, oldest first. */
    List<Incarnation> stays() {
        return stays;
    }

    /** Returns the first name that is known of it, as it was asked for. */
    public Subject firstStay() {
        return first().subject();
    }

    /** Returns the names that it had, the first one first. */
    public List<Subject> names() {
        return stays.stream().map(Incarnation::subject).distinct().toList();
    }

    /** Returns what happened to it, renamings among it, its creation and deletion not, in the order of identities. */
    public List<Fact> facts() {
        return facts;
    }

    /** Returns whether any change may have been somebody else's. */
    boolean isAnyDoubtful() {
        return !doubtful.isEmpty();
    }

    /** Returns whether a change may have been somebody else's, who had the name before. */
    boolean isDoubtful(Fact change) {
        return doubtful.contains(change);
    }

    /**
     * Returns whether a change was nobody else's, as far as is known: it happened after the second in which this one
     * came to the name, and before the one in which it left it.
     */
    boolean isSurelyOf(Fact change) {
        for (Incarnation stay : stays) {
            if (stay.subject().is(change.change().subject()) && stay.firstSecond() < change.second()
                    && change.second() < stay.lastSecond()) {
                return !isDoubtful(change);
            }
        }
        return false;
    }

    /** Returns what kind of thing it is. */
    public EntityKind kind() {
        return first().subject().kind();
    }

    /** Returns its creation; null for the unborn. */
    public Fact birth() {
        return first().isBorn() ? first().start() : null;
    }

    /** Returns whether its creation was seen, or is told by a snapshot. */
    public boolean isBorn() {
        return first().isBorn();
    }

    /** Returns the first second in which it can have existed. */
    public long firstSecond() {
        return first().firstSecond();
    }

    /** Returns the last second in which it can have existed, {@link Incarnation#OPEN} while it does. */
    public long lastSecond() {
        return last().lastSecond();
    }

    /** Returns whether, by what is known, it may exist now. */
    public boolean lives() {
        return last().lives();
    }

    /** Returns whether events of one second leave open if it outlived them, or to whom a change belongs. */
    public boolean orderUnknown() {
        return !doubtful.isEmpty() || stays.stream().anyMatch(Incarnation::orderUnknown);
    }

    /** Returns its unique id: of its creation, or of a snapshot; null where none tells it. */
    public String uniqueId() {
        if (isBorn()) {
            return ((Change.Born) birth().change()).uniqueId();
        }
        return facts.stream().map(Fact::change).filter(Change.Snapshot.class::isInstance)
                .map(change -> ((Change.Snapshot) change).uniqueId()).filter(Objects::nonNull).findFirst()
                .orElse(null);
    }

    /**
     * Returns whether it is who had one of its names in a second: ids tell where both are known, and else who lived
     * then.
     *
     * @param otherId the unique id of who is looked for; null where none is known
     */
    public boolean isWho(String otherId, long second) {
        String ownId = uniqueId();
        boolean bothKnown = otherId != null && ownId != null;
        return bothKnown ? otherId.equals(ownId) : firstSecond() <= second && second <= lastSecond();
    }

    /** Returns the second of the first snapshot that tells who it is; its own first second where none does. */
    public long firstSnapshot() {
        String uniqueId = uniqueId();
        return facts.stream().filter(fact -> fact.change() instanceof Change.Snapshot snapshot
                && Objects.equals(snapshot.uniqueId(), uniqueId)).mapToLong(Fact::second).min().orElse(firstSecond());
    }

    /** Returns what identifies it where it was born: its unique id, or the event that made it. */
    public String id() {
        String uniqueId = uniqueId();
        return uniqueId != null ? uniqueId : birth().id().eventId() + ":" + birth().id().second();
    }

    /** Returns its first name, in the spelling of the oldest event. */
    public String firstName() {
        return name(first());
    }

    private String name(Incarnation stay) {
        if (stay.isBorn()) {
            return stay.start().change().subject().name();
        }
        if (stay.isArrival()) {
            return ((Change.Renamed) stay.start().change()).renamed().name();
        }
        return facts.stream().map(fact -> fact.change().subject()).filter(subject -> subject.is(stay.subject()))
                .map(Subject::name).findFirst().orElse(stay.subject().name());
    }

    /** Returns whether nothing but the next birth says that it was there until then. */
    boolean isReplaced() {
        return !isBorn() && last().end() == Incarnation.End.REPLACED;
    }

    /** Returns its name in a second. */
    public String nameAt(long second) {
        Incarnation at = first();
        for (Incarnation stay : stays) {
            if (stay.firstSecond() <= second) {
                at = stay;
            }
        }
        return name(at);
    }

    /** Returns the AWS partition: as an ARN tells it, else as the region does. */
    public String partition() {
        if (isBorn() && ((Change.Born) birth().change()).arn() != null) {
            return partition(((Change.Born) birth().change()).arn());
        }
        for (Fact fact : facts) {
            if (fact.change() instanceof Change.Attached attached) {
                return partition(attached.policyArn());
            }
        }
        String region = facts.isEmpty() ? null : facts.getFirst().event().call().region();
        return region == null
                ? "aws"
                : region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    }

    private static String partition(String arn) {
        String[] parts = arn.split(":", 3);
        return parts.length == 3 && parts[1].startsWith("aws") ? parts[1] : "aws";
    }

    /** Returns its ARN in a second; where no event told a path, as if it had none. */
    public String arnAt(long second, String account) {
        return arn(account, paths.at(second) + nameAt(second));
    }

    /** Returns the ARNs that it may have in a second: in that of a renaming the old one and the new one. */
    Set<String> arnsIn(long second, String account) {
        if (!arnChanges().contains(second)) {
            return arnsFrom(second, account);
        }
        return inTurn(second, account).orElseGet(() -> anyIn(second, account));
    }

    /**
     * Returns the ARNs that it may have after the events of a second, until the next change: more than one where events
     * of one second leave open whose path was changed.
     */
    Set<String> arnsFrom(long second, String account) {
        Set<String> arns = new LinkedHashSet<>();
        paths.after(second).forEach(path -> arns.add(arn(account, path + nameAt(second))));
        return arns;
    }

    /** One UpdateUser may change name and path together: it never has the one without the other. */
    private Optional<Set<String>> inTurn(long second, String account) {
        List<Change.Renamed> changes = facts.stream()
                .filter(fact -> fact.second() == second && fact.change() instanceof Change.Renamed)
                .map(fact -> (Change.Renamed) fact.change()).toList();
        boolean isTold = facts.stream()
                .anyMatch(fact -> fact.second() == second && fact.change() instanceof Change.Snapshot);
        boolean isBeginning = firstSecond() == second;
        if (changes.size() != 1 || isTold || isBeginning) {
            return Optional.empty();
        }
        Set<String> arns = arnsFrom(second, account);
        arns.addAll(arnsFrom(second - 1, account));
        return Optional.of(arns);
    }

    private Set<String> anyIn(long second, String account) {
        Set<String> names = new LinkedHashSet<>();
        stays.stream().filter(stay -> stay.livesIn(second)).forEach(stay -> names.add(name(stay)));
        Set<String> arns = new LinkedHashSet<>(Set.of(arnAt(second, account)));
        paths.during(second).forEach(path -> names.forEach(name -> arns.add(arn(account, path + name))));
        return arns;
    }

    private String arn(String account, String pathAndName) {
        return "arn:" + partition() + ":iam::" + account + ":" + kind().word() + pathAndName;
    }

    /** Returns the seconds in which its ARN changes. */
    List<Long> arnChanges() {
        List<Long> seconds = new ArrayList<>(paths.changes());
        stays.stream().skip(1).map(Incarnation::firstSecond).forEach(seconds::add);
        return seconds;
    }

    /** Returns whether it can have existed in a second, or began so shortly afterwards that clocks may differ. */
    boolean mayExistIn(String name, long second) {
        return stays.stream().filter(stay -> stay.subject().name().equalsIgnoreCase(name))
                .anyMatch(stay -> stay.livesIn(second) || Ownership.isShortlyBefore(stay, second));
    }

    private Incarnation first() {
        return stays.getFirst();
    }

    private Incarnation last() {
        return stays.getLast();
    }
}
