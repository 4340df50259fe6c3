package io.iamwatch.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.OcsfSchema;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code ./iamwatch tail} on the live topics. */
@ExtendWith(OnWholeWay.class)
class TailIT {

    private final WholeWay way;

    TailIT(WholeWay way) {
        this.way = way;
    }

    @Test
    void followsTheAlertsAsJsonLinesFromTheBeginningOnAndThenLive() {
        Story before = attack("before-tail");
        try (JavaProcess tail = tail("--from-beginning", "--format", "ndjson")) {
            tail.awaitOut(before.user());
            Story after = attack("after-tail");
            tail.awaitOut(after.user());
            assertThat(tail.out()).allSatisfy(line -> OcsfSchema.assertValid(line.getBytes(UTF_8)));
        }
    }

    @Test
    void showsTheIncidentsOfTheLastHourToPeopleWithoutColourInAPipe() {
        Story story = attack("hour-old");
        try (JavaProcess tail = tail("--topic", "incidents", "--since", "1h")) {
            tail.awaitOut(story.user());
            assertThat(String.join("\n", tail.out())).contains("new-admin-user").doesNotContain("\u001b");
        }
    }

    @Test
    void neutralisesTextThatIsHostileToATerminal() {
        Story story = way.story(way.newAccount(), "hostile-to-terminals");
        String hostile = "\\\\u001b]0;owned\\\\u0007\\\\u202e\\\\nCRITICAL nothing to see";
        way.playRecords(story.account(), List.of(story.creation(), story.grant()).stream()
                .map(record -> record.replaceAll("\"userAgent\":\"[^\"]*\"", "\"userAgent\":\"" + hostile + "\"")
                        .replaceAll("(\"userIdentity\":.*\"userName\":)\"[^\"]*\"", "$1\"" + hostile + "\""))
                .toList());
        try (JavaProcess tail = tail("--from-beginning")) {
            tail.awaitOut(story.user());
            tail.awaitOut("marker-");
            assertThat(String.join("\n", tail.out())).doesNotContain("\u001b", "\u0007", "\u202e");
            assertThat(tail.out()).noneMatch(line -> line.startsWith("CRITICAL nothing to see"));
        }
    }

    @Test
    void showsTheFirstThatIsWantedAndEnds() throws Exception {
        Story other = attack("not-wanted");
        Story wanted = attack("wanted-one");
        try (JavaProcess tail = tail("--from-beginning", "--severity", "high+", "--account", wanted.account(), "--rule",
                "new-admin-user", "--principal", "WANTED-one", "--first")) {
            assertThat(tail.exitCode()).isEqualTo(0);
            assertThat(String.join("\n", tail.out())).contains(wanted.user()).doesNotContain(other.user());
        }
        try (JavaProcess tail = tail("--severity", "loud")) {
            assertThat(tail.exitCode()).isEqualTo(2);
            assertThat(tail.err()).startsWith("--severity: one of informational, low, medium, high, critical");
        }
    }

    @Test
    void printsLinesOfATemplate() throws Exception {
        Story wanted = attack("by-template");
        for (String topic : List.of("alerts", "incidents")) {
            try (JavaProcess tail = tail("--topic", topic, "--from-beginning", "--account", wanted.account(), "--rule",
                    "new-admin-user", "--first", "--template", "{severity}|{account}|{principal}\\t{{x}}")) {
                assertThat(tail.exitCode()).isEqualTo(0);
                assertThat(tail.out()).containsExactly("critical|" + wanted.account() + "|" + wanted.user() + "\t{x}");
            }
        }
    }

    @Test
    void saysWhatIsWrongWithADuration() throws Exception {
        try (JavaProcess tail = tail("--since", "yesterday")) {
            assertThat(tail.exitCode()).isEqualTo(2);
            assertThat(tail.err()).startsWith("--since yesterday: a number and s, m, h or d is needed, as in 15m");
            assertThat(tail.out()).isEmpty();
        }
    }

    private Story attack(String user) {
        Story story = way.story(way.newAccount(), user);
        way.playRecords(story.account(), story.asRecorded());
        return story;
    }

    private JavaProcess tail(String... arguments) {
        List<String> all = new java.util.ArrayList<>(List.of("tail", "--bootstrap-servers", way.bootstrapServers()));
        all.addAll(List.of(arguments));
        return JavaProcess.iamwatch(Path.of(System.getProperty("iamwatch.home")), all.toArray(String[]::new));
    }
}
