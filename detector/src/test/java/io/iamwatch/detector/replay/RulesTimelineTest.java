package io.iamwatch.detector.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.rules.Rules;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RulesTimelineTest {

    private static final Rules OLD = rules(1);
    private static final Rules NEW = rules(2);

    @Test
    void eachTopicTellsByItsOffsets() {
        RulesTimeline timeline = new RulesTimeline(
                List.of(change("identity", 0, 100, OLD), change("users", 0, 150, OLD),
                        change("users", 7, 900, NEW), change("identity", 9, 800, NEW)));
        assertThat(timeline.at(at("identity", 8, 999))).isEqualTo(OLD);
        assertThat(timeline.at(at("identity", 9, 200))).isEqualTo(NEW);
        assertThat(timeline.at(at("users", 6, 999))).isEqualTo(OLD);
        assertThat(timeline.at(at("users", 7, 200))).isEqualTo(NEW);
    }

    @Test
    void whatArrivedLaterMayHaveComeIntoForceEarlier() {
        RulesTimeline timeline = new RulesTimeline(List.of(change("identity", 0, 100, OLD),
                change("identity", 5, 300, NEW), change("identity", 6, 200, OLD)));
        assertThat(timeline.at(at("identity", 5, 300))).isEqualTo(NEW);
        assertThat(timeline.at(at("identity", 6, 200))).isEqualTo(OLD);
    }

    @Test
    void whereATopicTellsNothingItsRecordsAreHeldAgainstTheArrivalsOfOthers() {
        RulesTimeline timeline = new RulesTimeline(List.of(change("identity", 0, 100, OLD),
                change("identity", 9, 800, NEW)));
        assertThat(timeline.at(at("users", 0, 50))).isEqualTo(OLD);
        assertThat(timeline.at(at("users", 0, 799))).isEqualTo(OLD);
        assertThat(timeline.at(at("users", 0, 800))).isEqualTo(NEW);
    }

    private static RulesTimeline.Change change(String topic, long offset, long arrival, Rules rules) {
        return new RulesTimeline.Change(topic, offset, arrival, rules);
    }

    private static Origin at(String topic, long offset, long arrival) {
        return new Origin(topic, 0, offset, arrival, null);
    }

    private static Rules rules(int days) {
        return new Rules(Duration.ofDays(days), Rules.DEFAULT.rules(), Rules.DEFAULT.automation(), List.of());
    }
}
