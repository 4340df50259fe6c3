package io.iamwatch.detector.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.detector.CoreRun;
import io.iamwatch.detector.Scenario;
import io.iamwatch.detector.rules.Rules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A flood of calls neither fills the state nor makes what stands depend on the order in which they came. */
class TamperingTest {

    private static final int FLOOD = 400;

    @Test
    void aFloodStaysWithinBoundsInAnyOrder() {
        List<String> calls = new ArrayList<>(IntStream.range(0, FLOOD).mapToObj(i -> i % 3 == 0
                ? 10 + i + " call cloudtrail StopLogging id=s" + i + " by=eve/AIDAEVE arrives=9000 {\"name\":\"t\"}"
                : 10 + i + " call s3 PutBucketPolicy id=s" + i + " by=eve/AIDAEVE arrives=9000 {\"bucketName\":\"b"
                        + i + "\"}")
                .toList());
        CoreRun inOrder = run(calls);
        assertThat(inOrder.standing()).hasSize(1);
        assertThat(inOrder.stateBytes()).isLessThan(512 * 1024);
        long seed = new Random().nextLong();
        Collections.shuffle(calls, new Random(seed));
        assertThat(run(calls).comparable()).as("seed %d", seed).isEqualTo(inOrder.comparable());
    }

    @Test
    void manyWindowsStayWithinBounds() {
        CoreRun run = run(IntStream.range(0, 400)
                .mapToObj(
                        i -> i * 8_000L + " call cloudtrail StopLogging id=s" + i + " by=eve/AIDAEVE {\"name\":\"t\"}")
                .toList());
        assertThat(run.stateBytes()).isLessThan(512 * 1024);
        Map<String, Finding> standing = run.standing();
        assertThat(standing.values()).allSatisfy(finding -> assertThat(finding.links()).hasSizeBetween(1, 11));
    }

    private static CoreRun run(List<String> lines) {
        CoreRun run = new CoreRun(Rules.DEFAULT);
        lines.forEach(line -> Scenario.of("flood", List.of(line, "expect nothing")).arrivals().forEach(run::accept));
        return run;
    }
}
