package io.iamwatch.deploy.canary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.canary.CanaryMark;
import io.iamwatch.contracts.canary.CanaryPair;
import io.iamwatch.contracts.finding.Activity;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.detector.event.EventReader;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.judge.RecordJudge;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.state.KeyValues;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which alerts of the detector prove that the way works. */
class EarTest {

    private static final String ACCOUNT = "9900000000001";
    private static final long SENT_AT = 1_790_000_000_123L;
    private static final CanaryMark MARK = new CanaryMark(List.of(ACCOUNT), List.of("k".repeat(32)));
    private static final CanaryMark FORGER = new CanaryMark(List.of(ACCOUNT), List.of("f".repeat(32)));
    private static final CanaryPair PAIR = new CanaryPair(ACCOUNT, SENT_AT);

    private final Ear ear = new Ear(MARK);

    @Test
    void theFirstAlertOfANewAdministratorWithBothRecordsOfAPair() {
        assertThat(alerts(PAIR.records(MARK))).singleElement()
                .satisfies(alert -> assertThat(ear.hear(json(alert))).hasValue(SENT_AT));
        List<DetectionFinding> grantFirst = alerts(PAIR.records(MARK).reversed());
        assertThat(grantFirst).extracting(DetectionFinding::activityId).containsExactly(Activity.CREATE,
                Activity.CREATE, Activity.CLOSE);
        assertThat(ear.hear(json(grantFirst.get(0)))).as("of one who was not born yet").isEmpty();
        assertThat(ear.hear(json(grantFirst.get(1)))).hasValue(SENT_AT);
        assertThat(ear.hear(json(grantFirst.get(2)))).isEmpty();
    }

    @Test
    void noAlertOfWhatSomebodyElseWrote() {
        assertThat(alerts(PAIR.records(FORGER))).singleElement()
                .satisfies(alert -> assertThat(ear.hear(json(alert))).isEmpty());
        assertThat(alerts(List.of(PAIR.records(MARK).getFirst(), PAIR.records(FORGER).getLast()))).isNotEmpty()
                .allSatisfy(alert -> assertThat(ear.hear(json(alert))).isEmpty());
        CanaryMark elsewhere = new CanaryMark(List.of("9900000000002"), List.of("k".repeat(32)));
        assertThat(alerts(PAIR.records(MARK))).singleElement()
                .satisfies(alert -> assertThat(new Ear(elsewhere).hear(json(alert))).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "{}", "[]", "null", "{\"activity_id\":1,\"evidences\":[{},{}]}"})
    void nothingThatIsNoAlert(String text) {
        assertThat(ear.hear(text.getBytes(UTF_8))).isEmpty();
        assertThat(ear.hear(null)).isEmpty();
    }

    private static List<DetectionFinding> alerts(List<byte[]> records) {
        RecordJudge judge = new RecordJudge(Rules.DEFAULT, KeyValues.inMemory());
        List<DetectionFinding> alerts = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            Origin origin = new Origin(Topics.IDENTITY.name(), 0, i, SENT_AT, null);
            if (judge.read(records.get(i), ACCOUNT, origin) instanceof EventReader.Reading.Relevant(var event)) {
                judge.judge(event, records.get(i)).alerts().forEach(version -> alerts.add(version.alert()));
            }
        }
        return alerts;
    }

    private static byte[] json(DetectionFinding alert) {
        return JsonSerde.alerts().serializer().serialize(Topics.CANARY.name(), alert);
    }
}
