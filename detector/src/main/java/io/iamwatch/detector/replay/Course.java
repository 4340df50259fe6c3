package io.iamwatch.detector.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.judge.RecordJudge;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.state.KeyValues;
import java.util.Optional;
import java.util.function.Function;

/** How one partition goes by the rules of one variant, or by those that held when it ran. */
final class Course {

    private final RulesTimeline timeline;
    private final KeyValues.InMemory store;
    private final AlertHistory history;
    private Rules rules;
    private RecordJudge judge;
    private long failed;

    /**
     * Begins one.
     *
     * @param store what is remembered from before; changed
     * @param json how a version is written where the live detector tells it; null where nobody asks for versions
     */
    Course(RulesTimeline timeline, KeyValues.InMemory store, Function<DetectionFinding, byte[]> json) {
        this.timeline = timeline;
        this.store = store;
        this.history = new AlertHistory(json);
    }

    /**
     * Judges an event.
     *
     * @param isInRange whether what it comes to counts; what comes before the range is only remembered
     */
    void judge(IamEvent event, byte[] record, boolean isInRange) {
        tell(event.origin(), isInRange, judging -> Optional.of(judging.judge(event, record)));
    }

    /** Judges what no rule needs but the one that follows new administrators. */
    void follow(byte[] record, String account, Origin origin, boolean isInRange) {
        tell(origin, isInRange, judging -> judging.follow(record, account, origin));
    }

    private void tell(Origin origin, boolean isInRange, Function<RecordJudge, Optional<RecordJudge.Judged>> judgement) {
        Optional<RecordJudge.Judged> judged;
        try {
            judged = judgement.apply(inForce(origin));
        } catch (RuntimeException bug) {
            // As live: a bug in a rule costs one record its judgement.
            failed++;
            return;
        }
        if (isInRange) {
            judged.stream().flatMap(it -> it.alerts().stream())
                    .forEach(version -> history.told(version.alert(), rules, origin));
        }
    }

    private RecordJudge inForce(Origin origin) {
        Rules now = timeline.at(origin);
        if (!now.equals(rules)) {
            rules = now;
            judge = new RecordJudge(rules, store);
        }
        return judge;
    }

    KeyValues.InMemory store() {
        return store;
    }

    /**
     * Returns the bytes of keys, in UTF-8, and values: what a store of the live detector holds before it compresses.
     */
    long stateBytes() {
        return store.entries().entrySet().stream()
                .mapToLong(entry -> entry.getKey().getBytes(UTF_8).length + entry.getValue().length).sum();
    }

    AlertHistory history() {
        return history;
    }

    long failed() {
        return failed;
    }
}
