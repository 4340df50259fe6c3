package io.iamwatch.detector.judge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.OcsfSchema;
import io.iamwatch.contracts.finding.AlertBounds;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.detector.Scenario;
import io.iamwatch.detector.event.EventReader.Reading;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.state.KeyValues;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is enormous in an event, its alert is told within the bounds, and the next story as well. */
class EnormousTextTest {

    private static final String ENORMOUS = "\u00e4".repeat(300_000);

    private final TreeMap<String, byte[]> entries = new TreeMap<>();
    private final RecordJudge judge = new RecordJudge(Rules.DEFAULT, new KeyValues.InMemory(entries));

    /** Of each line the word HUGE is replaced. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|',
            textBlock = """
                    user   | new-admin-user   | 10 create HUGE AIDAHUGE; 14 attach HUGE AdministratorAccess
                    id     | new-admin-user   | 10 create mallory HUGE; 14 attach mallory AdministratorAccess
                    group  | new-admin-user   | 10 create mallory AIDAM; 12 add-user HUGE mallory; \
                                                14 attach-group HUGE AdministratorAccess
                    members | admin-granted   | 1 create-group ops AGPAOPS; 12 add-user ops HUGE; \
                                                14 attach-group ops AdministratorAccess
                    role   | admin-granted    | 10 create-role HUGE AROAHUGE trust:root; 14 attach-role HUGE AdministratorAccess
                    inline | new-admin-user   | 10 create mallory AIDAM; 14 put-user-policy mallory HUGE full
                    policy | unresolved-grant | 5 create-policy HUGE ANPAHUGE full; 10 create mallory AIDAM; \
                                                14 attach mallory own/HUGE
                    actor  | new-admin-user   | 10 create mallory AIDAM by=HUGE; 14 attach mallory AdministratorAccess by=HUGE
                    session | new-admin-user  | 10 create mallory AIDAM by=role/HUGE; \
                                                14 attach mallory AdministratorAccess by=role/HUGE
                    key    | credential-for-other-user | 10 create-key mallory HUGE key=HUGE from=HUGE
                    event  | new-admin-user   | 10 create mallory AIDAM id=HUGE; 14 attach mallory AdministratorAccess
                    denied | denied-iam-attempts | 10 denied PutUserPolicy arn:user/HUGE; 11 denied PutUserPolicy arn:user/HUGE; \
                                                12 denied PutUserPolicy arn:user/HUGE; 13 denied PutUserPolicy arn:user/HUGE; \
                                                14 denied PutUserPolicy arn:user/HUGE
                    """)
    void isToldWithinTheBounds(String what, String rule, String lines) {
        List<RecordJudge.Version> told = judge(lines);
        assertThat(rules(told)).contains(rule);
        assertThat(told).allSatisfy(version -> {
            byte[] json = JsonSerde.alerts().serializer().serialize(Topics.ALERTS.name(), version.alert());
            assertThat(json.length).isLessThanOrEqualTo(AlertBounds.MAX_ALERT_BYTES);
            assertThat(version.key().length()).isLessThan(AlertBounds.MAX_TEXT);
            OcsfSchema.assertValid(json);
        });
        assertThat(entries).allSatisfy((key, value) -> assertThat(key.getBytes(UTF_8).length + value.length)
                .isLessThan(Topic.MAX_MESSAGE_BYTES / 4));
        assertThat(rules(judge("20 create eve AIDAEVE; 24 attach eve AdministratorAccess"))).contains("new-admin-user");
    }

    private static List<String> rules(List<RecordJudge.Version> told) {
        return told.stream().map(version -> version.alert().findingInfo().analytic().uid()).toList();
    }

    private List<RecordJudge.Version> judge(String story) {
        List<String> lines = new ArrayList<>(List.of(story.split("; *", -1)));
        lines.add("expect nothing");
        List<RecordJudge.Version> told = new ArrayList<>();
        for (Scenario.Arrival arrival : Scenario.of("enormous", lines).arrivals()) {
            byte[] record = new String(arrival.record(), UTF_8).replace("HUGE", ENORMOUS).getBytes(UTF_8);
            Reading read = judge.read(record, arrival.account(),
                    new Origin(Topics.IDENTITY.name(), 0, 0, arrival.arrivalMillis(), null));
            told.addAll(judge.judge(((Reading.Relevant) read).event(), record).alerts());
        }
        return told;
    }
}
