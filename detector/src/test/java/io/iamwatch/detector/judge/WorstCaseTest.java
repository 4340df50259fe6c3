package io.iamwatch.detector.judge;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.detector.Scenario;
import io.iamwatch.detector.event.EventReader.Reading;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.state.KeyValues;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One event that touches as many as can be: it is judged to its end, or to the stated limit. What it took is told.
 */
@Tag("guarantees")
class WorstCaseTest {

    private static final String GROUP = "1 create-group ops AGPAOPS";
    private static final String GRANT = "9000000 attach-group ops AdministratorAccess";
    private static final String GRANT_AT_ONCE = "9 attach-group ops AdministratorAccess";

    @Test
    void aGroupOfFiveThousandIsToldInOneAlert() {
        List<DetectionFinding> told = last("5,000 members", GROUP, of(5_000, i -> "2 add-user ops u" + i), GRANT);
        assertThat(told).singleElement().satisfies(alert -> {
            assertThat(rule(alert)).isEqualTo("admin-granted");
            assertThat(alert.details().othersTotal()).isEqualTo(5_000);
        });
    }

    @Test
    void ofFiveThousandNewOnesInAGroupEachIsTold() {
        assertThat(last("5,000 new members", GROUP, newMembers(5_000), GRANT_AT_ONCE).stream()
                .collect(groupingBy(WorstCaseTest::rule, counting())))
                .isEqualTo(Map.of("admin-granted", 1L, "new-admin-user", 5_000L));
    }

    /** The group is one of the 20,000 principals of which one event is judged. */
    @Test
    void judgingStopsAtTheLimit() {
        assertThat(last("20,100 new members", GROUP, newMembers(20_100), GRANT_AT_ONCE).stream()
                .collect(groupingBy(WorstCaseTest::rule, counting())))
                .isEqualTo(Map.of("admin-granted", 1L, "new-admin-user", 19_999L));
    }

    /** Who is an administrator by another is followed over eight. */
    @Test
    void fiveHundredWhoHoldEachOthersKeys() {
        Stream<String> ring = of(500, i -> "2 create u" + i + " AIDA" + i + "; 3 put-user-policy u" + i
                + " p allow:iam:CreateAccessKey:on:arn:aws:iam::{acct}:user/u" + (i + 1) % 500);
        assertThat(last("500 who hold the next one's keys", GROUP, ring, "9 attach u0 AdministratorAccess"))
                .extracting(alert -> alert.resources().getFirst().name())
                .containsExactlyInAnyOrder("u0", "u499", "u498", "u497", "u496", "u495", "u494", "u493", "u492");
    }

    private static Stream<String> newMembers(int count) {
        return of(count, i -> "2 create u" + i + " AIDA" + i + "; 3 add-user ops u" + i);
    }

    private static Stream<String> of(int count, IntFunction<String> lines) {
        return IntStream.range(0, count).mapToObj(lines);
    }

    private static String rule(DetectionFinding alert) {
        return alert.findingInfo().analytic().uid();
    }

    /** Tells what happens, and returns what the last line came to. */
    private static List<DetectionFinding> last(String what, String first, Stream<String> lines, String last) {
        List<String> told = new ArrayList<>(List.of(first));
        lines.forEach(line -> told.addAll(List.of(line.split("; ", -1))));
        told.addAll(List.of(last, "expect nothing"));
        RecordJudge judge = new RecordJudge(Rules.DEFAULT, KeyValues.inMemory());
        List<RecordJudge.Version> versions = List.of();
        long nanos = 0;
        for (Scenario.Arrival arrival : Scenario.of(what, told).arrivals()) {
            Reading read = judge.read(arrival.record(), arrival.account(),
                    new Origin("t", 0, 0, arrival.arrivalMillis(), null));
            long before = processorNanos();
            versions = judge.judge(((Reading.Relevant) read).event(), arrival.record()).alerts();
            nanos = processorNanos() - before;
        }
        System.out.printf("%s: %,d ms of processor time, %,d alerts%n", what, nanos / 1_000_000, versions.size());
        return versions.stream().map(RecordJudge.Version::alert).toList();
    }

    private static long processorNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
