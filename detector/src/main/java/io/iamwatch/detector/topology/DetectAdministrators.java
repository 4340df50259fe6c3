package io.iamwatch.detector.topology;

import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.AccountPartitioner;
import io.iamwatch.contracts.topic.PrincipalKey;
import io.iamwatch.contracts.topic.RecordHeaders;
import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.EventReader;
import io.iamwatch.detector.event.EventReader.Reading;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.finding.AlertBuilder;
import io.iamwatch.detector.iam.Administrators;
import io.iamwatch.detector.rule.AccountClock;
import io.iamwatch.detector.rule.Detection;
import io.iamwatch.detector.rule.DetectionRules;
import io.iamwatch.detector.rule.History;
import io.iamwatch.detector.state.StateFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads what is known of a name, has the pure core judge the event, stores what is known then, forwards what
 * changed.
 */
final class DetectAdministrators implements Processor<String, byte[], String, byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(DetectAdministrators.class);

    private static final int ROOM_FOR_KEY_AND_HEADERS = 64 * 1024;

    private final DetectionRules rules;
    private final int partitions;
    private final AlertBuilder alertBuilder;
    private final Serializer<DetectionFinding> alertSerializer = JsonSerde.alerts().serializer();
    private ProcessorContext<String, byte[]> context;
    private KeyValueStore<String, byte[]> accounts;
    private DetectorMeters meters;

    DetectAdministrators(DetectionRules rules, int partitions) {
        this.rules = rules;
        this.partitions = partitions;
        this.alertBuilder = new AlertBuilder(rules);
    }

    @Override
    public void init(ProcessorContext<String, byte[]> processorContext) {
        context = processorContext;
        accounts = context.getStateStore(DetectorNames.ACCOUNTS_STORE);
        meters = new DetectorMeters(context);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        meters.read.record();
        Origin origin = origin(record);
        byte[] bytes = record.value() == null ? new byte[0] : record.value();
        switch (EventReader.read(bytes, record.key(), origin)) {
            case Reading.Poison(String reason) -> reject(record, origin, reason);
            case Reading.Misplaced(String account) -> giveBack(record, origin, account);
            case Reading.Unresolved(String reason) -> {
                meters.unresolved.record();
                LOG.warn("call whose target cannot be known; position={} reason={}", origin.position(), reason);
            }
            case Reading.Irrelevant irrelevant -> {
                if (isAtHome(record.key(), origin)) {
                    meters.irrelevant.record();
                } else {
                    giveBack(record, origin, record.key());
                }
            }
            case Reading.Relevant(IamEvent event) -> {
                if (!isAtHome(record.key(), origin)) {
                    giveBack(record, origin, record.key());
                } else if (event.change() instanceof Change.PolicyChange change && !Administrators.concern(change)) {
                    meters.irrelevant.record();
                } else {
                    judge(record, event);
                }
            }
        }
    }

    private void judge(Record<String, byte[]> record, IamEvent event) {
        String account = event.id().account();
        String lowerCasedName = event.change().userName().toLowerCase(Locale.ROOT);
        String clockKey = DetectorNames.storeKey(account, "clock", "");
        String historyKey = DetectorNames.storeKey(account, "user", lowerCasedName);
        byte[] clock = accounts.get(clockKey);
        // State that cannot be read is no fault of the record: it stops the detector.
        AccountClock before = StateFormat.clock(clock);
        History history = StateFormat.history(accounts.get(historyKey));
        Judgement judgement;
        try {
            judgement = judge(event, before, history);
        } catch (RuntimeException bug) {
            // A bug in a rule costs one record its judgement, and says so; it does not stop the detector.
            LOG.error("a rule failed on a record; position={} cause={}", event.origin().position(), bug.getClass());
            LOG.debug("a rule failed", bug);
            reject(record, event.origin(), "a rule failed: " + bug.getClass().getName());
            return;
        }
        if (!Arrays.equals(clock, judgement.clock())) {
            accounts.put(clockKey, judgement.clock());
        }
        if (judgement.repeated()) {
            meters.repeated.record();
            return;
        }
        accounts.put(historyKey, judgement.history());
        count(judgement);
        String key = new PrincipalKey(account, "user", lowerCasedName).toString();
        judgement.alerts().forEach(alert -> forward(alert, key, record, event.origin()));
    }

    /** What a record comes to, complete before anything of it is stored or sent. */
    private record Judgement(byte[] clock, byte[] history, List<DetectionFinding> alerts, boolean repeated,
            boolean late, boolean future) {
    }

    private Judgement judge(IamEvent event, AccountClock before, History history) {
        AccountClock clock = before.after(event.second(), event.origin().arrival());
        Detection.Outcome outcome = Detection.judge(history, event, clock, rules);
        List<DetectionFinding> alerts = outcome.changes().stream()
                .map(change -> alertBuilder.alert(change, outcome.seen(), event.origin())).toList();
        return new Judgement(StateFormat.bytes(clock), StateFormat.bytes(outcome.history()), alerts,
                outcome.repeated(), clock.isLate(event.second(), rules.latenessHorizon()),
                AccountClock.isFuture(event.second(), event.origin().arrival()));
    }

    private void count(Judgement judgement) {
        meters.evaluated.record();
        if (judgement.late()) {
            meters.late.record();
        }
        if (judgement.future()) {
            meters.future.record();
        }
    }

    private void forward(DetectionFinding alert, String key, Record<String, byte[]> record, Origin origin) {
        Record<String, byte[]> version = new Record<>(key, alertSerializer.serialize(Topics.ALERTS.name(), alert),
                record.timestamp(), AlertHeaders.of(alert, key, origin));
        context.forward(version, DetectorNames.WRITE_ALERTS);
        meters.alerts.record();
        // Otherwise the alert would wait for the commit interval before a read_committed reader sees it.
        context.commit();
    }

    private void reject(Record<String, byte[]> record, Origin origin, String reason) {
        meters.rejected.record();
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
        context.forward(record.withKey(account), DetectorNames.REPARTITION_BY_ACCOUNT);
    }

    /** What is written again gets a key and headers on top, and must not outgrow its topic. */
    private static boolean fits(Record<String, byte[]> record) {
        return record.value() == null || record.value().length < Topic.MAX_MESSAGE_BYTES - ROOM_FOR_KEY_AND_HEADERS;
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
