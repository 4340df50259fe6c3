package io.iamwatch.detector.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.canary.CanaryMark;
import io.iamwatch.contracts.canary.CanaryPair;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.detector.CloudTrailRecords;
import io.iamwatch.detector.Scenario;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.rules.Rules;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LaneTest {

    private static final String ACCOUNT = "111111111111";
    private static final String RESERVED = "9900000000001";
    private static final String ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";
    private static final long T = Scenario.EPOCH;

    private long offset;

    /** A replay has no key: what claims to be the canary's is in no number of its report. */
    @Test
    void theCanaryIsNotReplayed() {
        Lane lane = new Lane(1, Set.of(), List.of(Lane.Begin.empty(RulesTimeline.always(Rules.DEFAULT))),
                alert -> JsonSerde.alerts().serializer().serialize(Topics.ALERTS.name(), alert));
        CanaryMark mark = new CanaryMark(Set.of(RESERVED), List.of("k".repeat(32)));
        for (int i = 0; i < 5; i++) {
            new CanaryPair(RESERVED, T * 1000 + i).records(mark).forEach(record -> next(lane, RESERVED, record));
        }
        next(lane, ACCOUNT, CloudTrailRecords.bytes(CloudTrailRecords.createUser(ACCOUNT, "c", T, "eve", "AIDAEVE")));
        next(lane, ACCOUNT, CloudTrailRecords
                .bytes(CloudTrailRecords.policy(ACCOUNT, "AttachUserPolicy", "a", T, "eve", ADMIN)));
        Lane.Ended ended = lane.end();
        assertThat(ended.records()).isEqualTo(2);
        assertThat(ended.judged()).isEqualTo(2);
        assertThat(ended.courses().getFirst().alerts()).hasSize(1);
    }

    /** Longer memory is more state: a window of a year cannot be had for what one of an hour costs. */
    @Test
    void whatEachVariantRemembersIsCounted() throws Exception {
        List<Lane.Begin> begins = Sweep.variants(Rules.DEFAULT, List.of(Sweep.of("latenessHorizon=1h,30d"))).stream()
                .map(variant -> Lane.Begin.empty(RulesTimeline.always(variant.rules()))).toList();
        Lane lane = new Lane(1, Set.of(), begins, alert -> new byte[0]);
        long day = T;
        for (int i = 0; i < 40; i++) {
            next(lane, ACCOUNT, CloudTrailRecords
                    .bytes(CloudTrailRecords.createUser(ACCOUNT, "c" + i, day, "eve" + i, "AIDAEVE" + i)), day);
            next(lane, ACCOUNT, CloudTrailRecords
                    .bytes(CloudTrailRecords.policy(ACCOUNT, "AttachUserPolicy", "a" + i, day, "eve" + i, ADMIN)), day);
            day += Duration.ofDays(1).toSeconds();
        }
        for (int variant = 0; variant < 2; variant++) {
            assertThat(lane.end().courses().get(variant).stateBytes())
                    .isEqualTo(lane.remembered().get(variant).entries().entrySet().stream()
                            .mapToLong(entry -> entry.getKey().length() + entry.getValue().length).sum());
        }
        assertThat(lane.end().courses().getFirst().stateBytes()).isPositive()
                .isLessThan(lane.end().courses().getLast().stateBytes());
    }

    private void next(Lane lane, String key, byte[] record, long second) {
        lane.next(new Origin(Topics.IDENTITY.name(), 0, offset++, second * 1000, null), key, record, true);
    }

    private void next(Lane lane, String key, byte[] record) {
        next(lane, key, record, T);
    }
}
