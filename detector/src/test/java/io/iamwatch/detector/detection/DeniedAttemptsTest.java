package io.iamwatch.detector.detection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.detector.CoreRun;
import io.iamwatch.detector.Scenario;
import io.iamwatch.detector.rules.Reading;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.rules.RulesReader;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attempts far apart are one series where the rule's window is as wide. */
class DeniedAttemptsTest {

    @ParameterizedTest
    @CsvSource({"24h, 5, 6h, 1", "24h, 5, 21601s, 0", "1h, 5, 900s, 1", "1h, 5, 901s, 0", "3h, 6, 600s, 0"})
    void areToldWhereTheWindowHoldsAsManyAsTheThreshold(String window, int threshold, String apart, int alerts) {
        CoreRun run = new CoreRun(rules(window, threshold));
        long step = Long.parseLong(apart.substring(0, apart.length() - 1)) * (apart.endsWith("h") ? 3600 : 1);
        List<String> lines = Stream.concat(Stream.of("expect nothing"), IntStream.range(0, 5).mapToObj(
                i -> (10 + i * step) + " denied CreateUser arn:aws:iam::{acct}:user/y by=mallory/AIDAMALLORY"))
                .toList();
        Scenario.of("attempts", lines).arrivals().forEach(run::accept);
        assertThat(run.standing()).hasSize(alerts);
    }

    private static Rules rules(String window, int threshold) {
        String yaml = "rules:\n  denied-iam-attempts:\n    window: " + window + "\n    threshold: " + threshold + "\n";
        return ((Reading.Valid) RulesReader.read(yaml.getBytes(UTF_8))).rules();
    }
}
