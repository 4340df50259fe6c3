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

    private void next(Lane lane, String key, byte[] record) {
        lane.next(new Origin(Topics.IDENTITY.name(), 0, offset++, T * 1000, null), key, record, true);
    }
}
