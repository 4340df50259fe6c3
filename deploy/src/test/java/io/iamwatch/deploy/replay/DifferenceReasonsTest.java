package io.iamwatch.deploy.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.detector.policy.AwsManagedPolicies;
import io.iamwatch.detector.replay.Version;
import io.iamwatch.detector.rules.RuleSetting;
import io.iamwatch.detector.rules.Rules;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class DifferenceReasonsTest {

    private static final String IDENTITY = Topics.IDENTITY.name();
    private static final String TABLE = AwsManagedPolicies.version();
    private static final Rules OTHER = changed();

    private final InForce inForce = new InForce();
    private final DifferenceReasons reasons = new DifferenceReasons(version -> Optional.empty(), inForce);

    @Test
    void rulesThatDifferAreNamed() {
        told(0, Rules.DEFAULT);
        told(50, OTHER);
        assertThat(reasons.whyOnlyLive(ran(IDENTITY + "/0/60", Rules.DEFAULT), false))
                .matches("rules differ: the alert that ran was decided by rules:[0-9a-f]{12}…, the replay goes by "
                        + "rules:[0-9a-f]{12}…");
        assertThat(reasons.whyOnlyLive(ran(IDENTITY + "/0/60", OTHER), false))
                .startsWith("the replay has no such alert");
        assertThat(reasons.whyOnlyLive(ran(IDENTITY + "/0/49", Rules.DEFAULT), true))
                .startsWith("the replay tells this alert at other records");
        assertThat(reasons.whyChanged(version(IDENTITY + "/0/60", List.of("engine:engine-0", "rules:x"), false),
                ran(IDENTITY + "/0/60", OTHER)))
                .isEqualTo("rules differ: the alert that ran was decided by engine:engine-0, the replay goes by engine:"
                        + Rules.ENGINE);
    }

    @Test
    void whatCameLateIsNamed() {
        told(0, Rules.DEFAULT);
        Version late = version(IDENTITY + "/0/7", List.of(), true);
        Version inTime = version(IDENTITY + "/0/7", List.of(), false);
        assertThat(List.of(reasons.whyOnlyLive(late, true), reasons.whyOnlyReplay(late, false),
                reasons.whyChanged(late, inTime), reasons.whyChanged(inTime, late)))
                .allMatch(reason -> reason.startsWith("late beyond the horizon: "));
        assertThat(reasons.whyChanged(inTime, inTime)).startsWith("the alert that ran says something else");
    }

    @Test
    void stateThatBeganLaterIsNamed() {
        told(5, Rules.DEFAULT);
        assertThat(reasons.whyOnlyReplay(version(IDENTITY + "/0/9", List.of(), false, IDENTITY + "/0/3"), true))
                .isEqualTo("state began later: the replay rests on the record at " + IDENTITY
                        + "/0/3, and the first that a live detector judged there is at offset 5");
        assertThat(reasons.whyOnlyReplay(version(IDENTITY + "/0/9", List.of(), false, IDENTITY + "/0/5"), false))
                .startsWith("the live detector has not told it");
        assertThat(reasons.whyOnlyReplay(version(IDENTITY + "/1/3", List.of(), false, "no position"), true))
                .startsWith("the live detector told this alert at other records");
    }

    @Test
    void aBaselineThatIsMissingIsNamed() {
        String snapshot = Topics.BASELINE.name() + "/0/4";
        assertThat(new DifferenceReasons(version -> Optional.of(snapshot), inForce)
                .whyOnlyLive(version(IDENTITY + "/0/9", List.of(), false), true))
                .startsWith("baseline missing: the alert that ran rests on the record at " + snapshot);
        Version with = version(IDENTITY + "/0/9", List.of(), false, snapshot);
        Version without = version(IDENTITY + "/0/9", List.of(), false);
        assertThat(reasons.whyChanged(without, with))
                .startsWith("baseline missing: the alert that ran does not rest on the snapshot at " + snapshot);
        assertThat(reasons.whyChanged(with, without))
                .startsWith("baseline missing: the alert that ran rests on the snapshot at " + snapshot);
    }

    private void told(long offset, Rules rules) {
        inForce.add(new ConsumerRecord<>(Topics.RULES.name(), 0, offset, "", new ObjectMapper().createObjectNode()
                .put("engine", Rules.ENGINE).put("policies", TABLE).put("topic", IDENTITY).put("partition", 0)
                .put("first_offset", offset).put("rules", rules.toYaml()).toString().getBytes(UTF_8)));
    }

    private static Version ran(String trigger, Rules rules) {
        return version(trigger, List.of("rules:" + rules.hash(TABLE), "engine:" + Rules.ENGINE, "policies:" + TABLE),
                false);
    }

    private static Version version(String trigger, List<String> decidedBy, boolean late, String... inputs) {
        return new Version("uid", trigger, "content",
                new Version.Facts(decidedBy, late, 1_000, String.join(" ", inputs)));
    }

    private static Rules changed() {
        return switch (RuleSetting.apply(Rules.DEFAULT, "window", "1h")) {
            case RuleSetting.Applied.Changed(Rules rules) -> rules;
            case RuleSetting.Applied.Refused(String message) -> throw new IllegalStateException(message);
        };
    }
}
