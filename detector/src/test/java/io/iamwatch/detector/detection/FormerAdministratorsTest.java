package io.iamwatch.detector.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.detector.CoreRun;
import io.iamwatch.detector.Scenario;
import io.iamwatch.detector.rules.Rules;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A pipeline makes and removes administrators' policies all year: they must not crowd out the one that counts. */
class FormerAdministratorsTest {

    private static final int ONE_DAY = 86_400;

    @Test
    void thoseOfLongAgoAreNotLookedThroughForTheOneOfNow() {
        List<String> lines = new ArrayList<>();
        lines.add("doc admitting {\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                + "\"Action\":\"iam:AttachUserPolicy\",\"Resource\":\"*\",\"Condition\":{\"ArnLike\":{"
                + "\"iam:PolicyARN\":\"arn:aws:iam::{acct}:policy/z*\"}}}]}");
        for (int i = 1000; i < 1310; i++) {
            lines.add("0 create-policy aa-" + i + " ANPAA" + i + " full");
        }
        int second = 0;
        for (int i = 1000; i < 2100; i++) {
            second = (i - 1000) * ONE_DAY;
            lines.add(second + " create-policy ci-" + i + " ANPA" + i + " full");
            lines.add(second + 60 + " delete-policy ci-" + i);
        }
        lines.add(second + 100 + " create-policy zboss ANPABOSS full");
        lines.add(second + 110 + " create eve AIDAEVE");
        lines.add(second + 114 + " put-user-policy eve p admitting");
        lines.add("expect nothing");
        CoreRun run = new CoreRun(Rules.DEFAULT);
        Scenario.of("former", lines).arrivals().forEach(run::accept);
        assertThat(run.inWords()).singleElement().asString().startsWith("new-admin-user eve");
    }
}
