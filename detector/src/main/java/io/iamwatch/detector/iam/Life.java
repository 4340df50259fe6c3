package io.iamwatch.detector.iam;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.event.Subject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * One user, group, role or policy from its creation to its deletion, under whatever names.
 */
public final class Life {

    private final List<Incarnation> stays;
    private final List<Fact> facts;
    private final Set<Fact> doubtful;
    private final long memory;

    Life(List<Incarnation> stays, List<Fact> facts, Set<Fact> doubtful, long memory) {
        this.memory = memory;
        this.stays = List.copyOf(stays);
        this.facts = List.copyOf(facts);
        this.doubtful = Set.copyOf(doubtful);
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

    /** Returns whether a detachment may have been somebody else's, who had the name before. */
    boolean isDoubtful(Fact closing) {
        return doubtful.contains(closing);
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
        return arn(account, path(second) + nameAt(second));
    }

    private String path(long second) {
        String path = "/";
        for (var change : paths().entrySet()) {
            if (change.getKey() <= second || change.getKey() == firstSecond()) {
                path = change.getValue();
            }
        }
        return path;
    }

    /** Returns the ARNs that it may have in a second: in that of a renaming the old one and the new one. */
    Set<String> arnsIn(long second, String account) {
        String now = arnAt(second, account);
        if (!arnChanges().contains(second)) {
            return Set.of(now);
        }
        return inTurn(second, account).orElseGet(() -> anyIn(second, account));
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
        return Optional.of(new LinkedHashSet<>(List.of(arnAt(second, account), arnAt(second - 1, account))));
    }

    private Set<String> anyIn(long second, String account) {
        Set<String> names = new LinkedHashSet<>();
        stays.stream().filter(stay -> stay.livesIn(second)).forEach(stay -> names.add(name(stay)));
        Set<String> paths = new LinkedHashSet<>();
        if (!isBorn() || firstSecond() < second) {
            paths.add(path(second - 1));
        }
        forEachPath((changed, path) -> {
            if (changed == second) {
                paths.add(path);
            }
        });
        paths.add(path(second));
        Set<String> arns = new LinkedHashSet<>(Set.of(arnAt(second, account)));
        paths.forEach(path -> names.forEach(name -> arns.add(arn(account, path + name))));
        return arns;
    }

    private String arn(String account, String pathAndName) {
        return "arn:" + partition() + ":iam::" + account + ":" + kind().word() + pathAndName;
    }

    /** Returns the seconds in which its ARN changes. */
    List<Long> arnChanges() {
        List<Long> seconds = new ArrayList<>(paths().keySet());
        stays.stream().skip(1).map(Incarnation::firstSecond).forEach(seconds::add);
        return seconds;
    }

    private Map<Long, String> paths() {
        Map<Long, String> paths = new TreeMap<>();
        forEachPath(paths::put);
        return paths;
    }

    private void forEachPath(BiConsumer<Long, String> paths) {
        if (isBorn()) {
            put(paths, pathTold(), ((Change.Born) birth().change()).arn());
        }
        for (Fact fact : facts) {
            if (fact.change() instanceof Change.Renamed renamed && renamed.newPath() != null) {
                paths.accept(fact.second(), renamed.newPath());
            } else if (fact.change() instanceof Change.Snapshot snapshot) {
                put(paths, fact.second(), snapshot.arn());
            }
        }
    }

    /** A snapshot tells the path of what was not long before it: what is older was decided without it. */
    private long pathTold() {
        return birth().isEvent() ? firstSecond() : Math.max(firstSecond(), firstSnapshot() - memory);
    }

    private static void put(BiConsumer<Long, String> paths, long second, String arn) {
        int colon = arn == null ? -1 : arn.lastIndexOf(':');
        int begin = colon < 0 ? -1 : arn.indexOf('/', colon);
        if (begin > 0) {
            paths.accept(second, arn.substring(begin, arn.lastIndexOf('/') + 1));
        }
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
