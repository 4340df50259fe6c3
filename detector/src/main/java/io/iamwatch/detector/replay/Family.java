package io.iamwatch.detector.replay;

import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.judge.RecordJudge;
import io.iamwatch.detector.judge.RecordJudge.Readings;
import io.iamwatch.detector.state.KeyValues;
import io.iamwatch.detector.state.WriteBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Variants whose horizon is the same: they remember nearly the same, and of nearly all records they come to the
 * same. The first judges each record. Another judges it too where the first came to an alert or failed, where its
 * rules would have answered otherwise what those of the first were asked, or where it remembers something else of
 * what the first looked at; else it is left with what the first remembers. What it tells is what it would tell
 * alone.
 */
final class Family {

    private final KeyValues.InMemory base;
    /** What the first has to remember of a record: the others judge by what was before. */
    private final WriteBatch held;
    private final Course first;
    private final List<Other> others = new ArrayList<>();

    private record Other(Course course, Differences differences) {
    }

    /**
     * Begins one.
     *
     * @param members with what is remembered from before; that of the first goes on with the records
     * @param json how a version of the first is written where the live detector tells it; null where nobody asks
     */
    Family(List<Lane.Begin> members, Function<DetectionFinding, byte[]> json) {
        this.base = members.getFirst().remembered();
        this.held = new WriteBatch(base);
        Readings readings = Readings.empty();
        boolean isAlone = members.size() == 1;
        this.first = new Course(members.getFirst().timeline(), rules -> isAlone
                ? new RecordJudge(rules, base)
                : RecordJudge.keeping(rules, held, readings), json);
        for (Lane.Begin member : members.subList(1, members.size())) {
            Differences differences = new Differences(base, member.remembered());
            others.add(new Other(new Course(member.timeline(),
                    rules -> RecordJudge.beside(rules, differences, readings), null), differences));
        }
    }

    /**
     * Judges a record.
     *
     * @param isInRange whether what it comes to counts; what comes before the range is only remembered
     */
    void judge(Origin origin, boolean isInRange, Function<RecordJudge, Optional<RecordJudge.Judged>> judgement) {
        boolean isSilent = first.judge(origin, isInRange, judgement);
        List<Other> apart = new ArrayList<>();
        for (Other other : others) {
            if (!isSilent || !isAlike(other, origin)) {
                other.course().inForce(origin).reread();
                other.course().judge(origin, isInRange, judgement);
                other.differences().keep(held.pending().keySet());
                apart.add(other);
            }
        }
        held.write();
        apart.forEach(other -> other.differences().settle());
    }

    private boolean isAlike(Other other, Origin origin) {
        RecordJudge judge = first.inForce(origin);
        return judge.wouldJudgeAlike(other.course().timeline().at(origin), other.differences().asMap())
                && held.pending().keySet().stream().noneMatch(other.differences().asMap()::containsKey);
    }

    /** Returns what each member remembers, in their order. */
    List<KeyValues.InMemory> remembered() {
        List<KeyValues.InMemory> remembered = new ArrayList<>(List.of(base));
        others.forEach(other -> remembered.add(other.differences().remembered()));
        return remembered;
    }

    /** Returns what each member told, in their order. */
    List<Lane.Told> told() {
        long bytes = base.entries().entrySet().stream()
                .mapToLong(entry -> Differences.bytes(entry.getKey(), entry.getValue())).sum();
        List<Lane.Told> told = new ArrayList<>(List.of(told(first, bytes)));
        others.forEach(other -> told.add(told(other.course(), bytes + other.differences().moreBytes())));
        return told;
    }

    private static Lane.Told told(Course course, long stateBytes) {
        return new Lane.Told(List.copyOf(course.history().alerts()), List.copyOf(course.history().versions()),
                course.failed(), stateBytes);
    }
}
