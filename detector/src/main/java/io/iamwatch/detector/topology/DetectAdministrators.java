package io.iamwatch.detector.topology;

import io.iamwatch.contracts.canary.CanaryMark;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.AccountPartitioner;
import io.iamwatch.contracts.topic.RecordHeaders;
import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.detector.baseline.BaselineReader;
import io.iamwatch.detector.event.EventReader.Reading;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.judge.CanaryJudge;
import io.iamwatch.detector.judge.RecordJudge;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.state.UnreadableStateException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the pure core judge each record, against what the store remembers, and forwards what changed. */
final class DetectAdministrators implements Processor<String, byte[], String, byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(DetectAdministrators.class);

    private final Rules rules;
    private final CanaryMark canary;
    private final Voice voice;
    private final Sensor.RecordingLevel counting;
    private final Mute mute;
    private final int partitions;
    private final DroppedRecords dropped;
    private final ThreadLocal<CommitRequests> commitsOfThread;
    private final Serializer<DetectionFinding> alertSerializer = JsonSerde.alerts().serializer();
    private ProcessorContext<String, byte[]> context;
    private RecordJudge judge;
    private CanaryJudge canaryJudge;
    private RulesInForce rulesInForce;
    private DetectorMeters meters;
    private CommitRequests commits;

    DetectAdministrators(Rules rules, Voice voice, Sensor.RecordingLevel counting, CanaryMark canary, Mute mute,
            int partitions, DroppedRecords dropped, ThreadLocal<CommitRequests> commitsOfThread) {
        this.rules = rules;
        this.voice = voice;
        this.counting = counting;
        this.canary = canary;
        this.mute = mute;
        this.partitions = partitions;
        this.dropped = dropped;
        this.commitsOfThread = commitsOfThread;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> processorContext) {
        context = processorContext;
        KeyValueStore<String, byte[]> accounts = context.getStateStore(DetectorNames.ACCOUNTS_STORE);
        judge = new RecordJudge(rules, new StoreKeyValues(accounts));
        canaryJudge = new CanaryJudge(rules, new StoreKeyValues(accounts));
        rulesInForce = new RulesInForce(accounts, rules);
        meters = new DetectorMeters(context, counting, voice.meters(), dropped, rulesInForce.hash());
        commits = commitsOfThread.get();
        // Wall clock: whether an alert is readable yet is no matter of event time.
        var unused = context.schedule(CommitRequests.LOOK, PunctuationType.WALL_CLOCK_TIME, commits::due);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        meters.read.record();
        Origin origin = origin(record);
        byte[] bytes = record.value() == null ? new byte[0] : record.value();
        if (mute.covers(origin)) {
            meters.muted.record();
        } else if (voice == Voice.LIVE) {
            rulesInForce.from(origin).ifPresent(text -> context.forward(
                    new Record<>(Integer.toString(origin.partition()), text, record.timestamp()),
                    DetectorNames.WRITE_RULES));
        }
        if (origin.topic().equals(Topics.BASELINE.name())) {
            processBaseline(record, bytes, origin);
        } else if (origin.topic().equals(Topics.IDENTITY.name())) {
            processEvent(record, bytes, origin);
        } else {
            follow(record, bytes, origin);
        }
    }

    /** What no rule needs but the one that follows new administrators, and hardly any record of it. */
    private void follow(Record<String, byte[]> record, byte[] bytes, Origin origin) {
        if (record.key() == null || !isAtHome(record.key(), origin)) {
            meters.irrelevant.record();
            return;
        }
        guarded(record, origin, () -> judge.follow(bytes, record.key(), origin)).ifPresent(followed -> {
            if (followed.isEmpty()) {
                meters.irrelevant.record();
            } else {
                tell(record, origin, followed.get());
            }
        });
    }

    private void processBaseline(Record<String, byte[]> record, byte[] bytes, Origin origin) {
        switch (BaselineReader.read(bytes, record.key(), origin)) {
            case BaselineReader.Reading.Poison(String reason) -> reject(record, origin, reason);
            case BaselineReader.Reading.Misplaced misplaced ->
                reject(record, origin, "a part of a baseline under another key than its account");
            case BaselineReader.Reading.Part part -> {
                if (isAtHome(record.key(), origin)) {
                    meters.baseline.record();
                    part.events().forEach(event -> judge(record, bytes, event));
                } else {
                    reject(record, origin, "a part of a baseline in another partition than its account's");
                }
            }
        }
    }

    private void processEvent(Record<String, byte[]> record, byte[] bytes, Origin origin) {
        if (!FirstLook.mayBeNeeded(bytes)) {
            meters.irrelevant.record();
            return;
        }
        switch (judge.read(bytes, record.key(), origin)) {
            case Reading.Poison(String reason) -> reject(record, origin, reason);
            case Reading.Misplaced(String account) -> giveBack(record, origin, account);
            case Reading.Irrelevant irrelevant -> {
                if (isAtHome(record.key(), origin)) {
                    follow(record, bytes, origin);
                } else {
                    giveBack(record, origin, record.key());
                }
            }
            case Reading.Relevant(IamEvent event) -> {
                if (isAtHome(record.key(), origin)) {
                    judgeOrHear(record, bytes, event);
                } else {
                    giveBack(record, origin, record.key());
                }
            }
        }
    }

    /** An event that only says that it is the canary's is judged as any other: nobody can hide in its accounts. */
    private void judgeOrHear(Record<String, byte[]> record, byte[] bytes, IamEvent event) {
        if (canary.isReserved(event.id().account())) {
            OptionalLong sentAt = canary.sentAt(bytes);
            if (sentAt.isPresent()) {
                hear(record, bytes, event, sentAt.getAsLong());
                return;
            }
            meters.forged.record();
            LOG.warn("an event about an account of the canary is not the canary's; position={}",
                    event.origin().position());
        }
        judge(record, bytes, event);
    }

    private void hear(Record<String, byte[]> record, byte[] bytes, IamEvent event, long sentAt) {
        if (voice == Voice.SHADOW || mute.covers(event.origin())) {
            // Nothing that is still to come rests on it, and the live detector alone answers it.
            meters.canary.record();
            return;
        }
        guarded(record, event.origin(), () -> canaryJudge.judge(event, bytes, sentAt)).ifPresent(heard -> {
            meters.canary.record();
            heard.ifPresent(judged -> judged.alerts()
                    .forEach(version -> forward(version, record, event.origin(), DetectorNames.WRITE_CANARY)));
        });
    }

    private void judge(Record<String, byte[]> record, byte[] bytes, IamEvent event) {
        guarded(record, event.origin(), () -> judge.judge(event, bytes))
                .ifPresent(judged -> tell(record, event.origin(), judged));
    }

    /** A bug in a rule costs one record its judgement, and says so; it does not stop the detector. */
    private <T> Optional<T> guarded(Record<String, byte[]> record, Origin origin, Supplier<T> judgement) {
        try {
            T judged = judgement.get();
            meters.passedOver(judge.takePassedOver());
            return Optional.of(judged);
        } catch (UnreadableStateException unreadable) {
            // State that cannot be read is no fault of the record: it stops the detector.
            throw unreadable;
        } catch (RuntimeException bug) {
            LOG.error("a rule failed on a record; position={} cause={}", origin.position(), bug.getClass());
            LOG.debug("a rule failed", bug);
            reject(record, origin, "a rule failed: " + bug.getClass().getName());
            return Optional.empty();
        }
    }

    private void tell(Record<String, byte[]> record, Origin origin, RecordJudge.Judged judged) {
        if (!origin(record).topic().equals(Topics.BASELINE.name())) {
            count(judged, record, origin);
        }
        if (!mute.covers(origin)) {
            judged.alerts().forEach(version -> {
                forward(version, record, origin, voice.sink());
                meters.alert(version.alert());
            });
        }
    }

    private void count(RecordJudge.Judged judged, Record<String, byte[]> record, Origin origin) {
        (judged.repeated() ? meters.repeated : meters.evaluated).record();
        if (origin.topic().equals(Topics.IDENTITY.name()) && !judged.repeated() && !mute.covers(origin)) {
            meters.judged(record, judged.second());
        }
        if (judged.late()) {
            meters.late.record();
        }
        if (judged.future()) {
            meters.future.record();
        }
    }

    private void forward(RecordJudge.Version version, Record<String, byte[]> record, Origin origin, String sink) {
        Headers headers = AlertHeaders.of(version.alert(), version.key(), origin, context.currentSystemTimeMs());
        voice.mark(headers, rulesInForce.hash());
        context.forward(
                new Record<>(version.key(),
                        alertSerializer.serialize(voice.topic(), voice.say(version.alert())),
                        record.timestamp(), headers),
                sink);
        commits.ask(context.currentSystemTimeMs(), record.timestamp(), context::commit);
    }

    private void reject(Record<String, byte[]> record, Origin origin, String reason) {
        meters.rejected(reason);
        if (voice == Voice.SHADOW || mute.covers(origin)) {
            return;
        }
        LOG.warn("rejected a record; position={} reason={}", origin.position(), reason);
        boolean fits = fits(record);
        Headers headers = RecordHeaders.copy(record.headers());
        RecordHeaders.add(headers, RecordHeaders.REASON,
                fits ? reason : reason + "; too large to be repeated here, it stands at " + origin.position());
        context.forward(
                new Record<>(origin.position(), fits ? record.value() : new byte[0], record.timestamp(), headers),
                DetectorNames.WRITE_REJECTED);
    }

    /** A foreign producer's record goes to the partition of its account, to be judged with its account's others. */
    private void giveBack(Record<String, byte[]> record, Origin origin, String account) {
        if (!fits(record)) {
            reject(record, origin, "a record of another account's place, too large to be moved");
            return;
        }
        meters.misplaced.record();
        if (voice == Voice.SHADOW || mute.covers(origin)) {
            return;
        }
        context.forward(record.withKey(account), DetectorNames.REPARTITION_BY_ACCOUNT);
    }

    /** What is written again gets a key and headers on top, and must not outgrow its topic. */
    private static boolean fits(Record<String, byte[]> record) {
        return record.value() == null || record.value().length <= Topic.MAX_VALUE_BYTES;
    }

    private boolean isAtHome(String account, Origin origin) {
        return AccountPartitioner.partition(account, partitions) == origin.partition();
    }

    private Origin origin(Record<String, byte[]> record) {
        RecordMetadata place = context.recordMetadata().orElseThrow();
        String source = RecordHeaders.text(record.headers(), RecordHeaders.SOURCE).orElse(null);
        return new Origin(place.topic(), place.partition(), place.offset(), record.timestamp(), source);
    }
}
