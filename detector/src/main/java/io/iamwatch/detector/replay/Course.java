package io.iamwatch.detector.replay;

import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.judge.RecordJudge;
import io.iamwatch.detector.rules.Rules;
import java.util.Optional;
import java.util.function.Function;

/** How one partition goes by the rules of one variant, or by those that held when it ran. */
final class Course {

    private final RulesTimeline timeline;
    private final Function<Rules, RecordJudge> judges;
    private final AlertHistory history;
    private Rules rules;
    private RecordJudge judge;
    private long failed;

    /**
     * Begins one.
     *
     * @param judges makes who judges by rules, and goes on with what was remembered
     * @param json how a version is written where the live detector tells it; null where nobody asks for versions
     */
    Course(RulesTimeline timeline, Function<Rules, RecordJudge> judges, Function<DetectionFinding, byte[]> json) {
        this.timeline = timeline;
        this.judges = judges;
        this.history = new AlertHistory(json);
    }

    /**
     * Judges a record.
     *
     * @param isInRange whether what it comes to counts; what comes before the range is only remembered
     * @return whether it was judged, and comes to no alert
     */
    boolean judge(Origin origin, boolean isInRange, Function<RecordJudge, Optional<RecordJudge.Judged>> judgement) {
        RecordJudge judging = inForce(origin);
        Optional<RecordJudge.Judged> judged;
        try {
            judged = judgement.apply(judging);
        } catch (RuntimeException bug) {
            // As live: a bug in a rule costs one record its judgement.
            failed++;
            return false;
        }
        if (isInRange) {
            judged.stream().flatMap(it -> it.alerts().stream())
                    .forEach(version -> history.told(version.alert(), rules, origin));
        }
        return judged.stream().allMatch(it -> it.alerts().isEmpty());
    }

    /** Returns who judges a record. */
    RecordJudge inForce(Origin origin) {
        Rules now = timeline.at(origin);
        if (!now.equals(rules)) {
            rules = now;
            judge = judges.apply(now);
        }
        return judge;
    }

    RulesTimeline timeline() {
        return timeline;
    }

    AlertHistory history() {
        return history;
    }

    long failed() {
        return failed;
    }
}
