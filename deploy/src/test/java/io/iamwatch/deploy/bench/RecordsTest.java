package io.iamwatch.deploy.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.cloudtrail.RecordReader;
import io.iamwatch.contracts.cloudtrail.RecordSummary;
import io.iamwatch.contracts.cloudtrail.Route;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the benchmark feeds is what it says. */
class RecordsTest {

    private static final long SECOND = DetectorBench.FIRST_SECOND;

    private static RecordSummary summary(KeyedRecord record) {
        var outcome = RecordReader.read(record.json(), 0, record.json().length);
        return ((RecordReader.Outcome.CloudTrail) outcome).summary();
    }

    @Test
    void everydayTrafficHasTheSizesOfRealRecordsAndChangesNoIdentities() {
        EverydayTraffic traffic = new EverydayTraffic(1, SECOND, 8);
        assertThat(traffic.length(0.5)).isBetween(1_400, 1_800);
        assertThat(traffic.length(0.985)).isBetween(1_600, 2_500);
        assertThat(traffic.length(1)).isBetween(50_000, 70_000);
        for (long i = 0; i < EverydayTraffic.DIFFERENT; i++) {
            assertThat(Route.of(summary(traffic.record(i)))).isNotEqualTo(Route.IDENTITY);
        }
    }

    @Test
    void aStoryIsOfIdentityRecordsUnderTheirAccounts() {
        IdentityStory story = new IdentityStory(1, SECOND, 60, 4, 5);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 3_000; i++) {
            KeyedRecord record = story.next();
            RecordSummary summary = summary(record);
            names.add(summary.eventName());
            assertThat(summary.account()).hasValue(record.account());
            assertThat(Route.of(summary)).isEqualTo(Route.IDENTITY);
            assertThat(summary.eventTime().toEpochMilli()).isLessThan(record.arrival());
        }
        assertThat(names).contains("CreateUser", "AttachUserPolicy", "PutUserPolicy", "AddUserToGroup",
                "CreateAccessKey", "DeleteUser");
        assertThat(story.livingUsers()).isBetween(1, 20);
    }

    @Test
    void theSameSeedTellsTheSameStory() {
        IdentityStory one = new IdentityStory(7, SECOND, 60, 4, 5);
        IdentityStory other = new IdentityStory(7, SECOND, 60, 4, 5);
        for (int i = 0; i < 200; i++) {
            assertThat(one.next().json()).isEqualTo(other.next().json());
        }
    }

    @Test
    void whatIsFollowedIsOfAllTopicsAndCallersComeAgain() {
        FollowedTraffic traffic = new FollowedTraffic(new FollowingFigures.Load(4, 10, 60));
        Map<Route, Integer> routes = new EnumMap<>(Route.class);
        Map<String, Integer> callers = new HashMap<>();
        long arrival = 0;
        for (int i = 0; i < 6_000; i++) {
            KeyedRecord record = traffic.next();
            assertThat(summary(record).account()).hasValue(record.account());
            routes.merge(FollowingBench.route(record), 1, Integer::sum);
            if (i >= traffic.users() && FollowingBench.route(record) != Route.IDENTITY) {
                assertThat(record.arrival()).as("in the order of time").isGreaterThanOrEqualTo(arrival);
                arrival = record.arrival();
                callers.merge(accessKey(record), 1, Integer::sum);
            }
        }
        assertThat(routes.get(Route.IDENTITY)).isBetween(90, 180);
        assertThat(routes.get(Route.USERS)).isBetween(200, 350);
        assertThat(callers.values()).as("calls of each").anyMatch(calls -> calls > 20);
    }

    private static String accessKey(KeyedRecord record) {
        String json = new String(record.json(), UTF_8);
        int from = json.indexOf("accessKeyId\":\"") + 14;
        return json.substring(from, json.indexOf('"', from));
    }

    @Test
    void ingestDecodesEachEventThatItIsMeasuredWith() {
        List<String> progress = new ArrayList<>();
        IngestFigures figures = new IngestBench(64, progress::add).run();
        assertThat(figures.events()).isEqualTo(EverydayTraffic.DIFFERENT);
        assertThat(figures.inflatedBytes()).isGreaterThan(figures.compressedBytes());
        assertThat(figures.rounds()).hasSize(progress.size()).allSatisfy(
                round -> assertThat(round.ratio()).isPositive());
    }
}
