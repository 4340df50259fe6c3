package io.iamwatch.detector.rules;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.detector.rules.Reading.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesReaderTest {

    private static final String ENTRY = "{principalId: AIDAEXAMPLEEXAMPLE123, owner: a, reason: b, "
            + "expires: 2027-01-01}";

    static List<RulesCases> problemCases() throws IOException {
        return RulesCases.problems();
    }

    static List<RulesCases> validCases() throws IOException {
        return RulesCases.valid();
    }

    @ParameterizedTest
    @MethodSource("problemCases")
    void eachProblemIsToldWithItsPlace(RulesCases file) {
        assertThat(RulesReader.read(file.yaml())).isInstanceOfSatisfying(Reading.Invalid.class,
                invalid -> assertThat(invalid.problems().stream().map(RulesReaderTest::line))
                        .containsExactlyInAnyOrderElementsOf(file.expected()));
    }

    @ParameterizedTest
    @MethodSource("problemCases")
    void problemsComeInTheOrderOfTheFile(RulesCases file) {
        assertThat(((Reading.Invalid) RulesReader.read(file.yaml())).problems())
                .isSortedAccordingTo((a, b) -> a.line() != b.line() ? a.line() - b.line() : a.column() - b.column());
    }

    @ParameterizedTest
    @MethodSource("validCases")
    void whatAFileSaysHoldsAndTheRestIsDefault(RulesCases file) {
        Rules rules = valid(file.yaml());
        List<String> lines = new ArrayList<>(rules.toYaml().lines().toList());
        Rules.DEFAULT.toYaml().lines().forEach(lines::remove);
        assertThat(lines).containsExactlyInAnyOrderElementsOf(file.expected());
        assertThat(valid(rules.toYaml())).isEqualTo(rules);
    }

    @Test
    void theFileThatPeopleStartFromIsTheDefault() throws IOException {
        try (InputStream file = RulesReader.class.getResourceAsStream("rules.yaml")) {
            assertThat(RulesReader.read(file.readAllBytes())).isEqualTo(new Reading.Valid(Rules.DEFAULT));
        }
    }

    @Test
    void itsExamplesAreValidOnceTheyAreNoCommentsAnyMore() throws IOException {
        try (InputStream file = RulesReader.class.getResourceAsStream("rules.yaml")) {
            String text = new String(file.readAllBytes(), UTF_8);
            Rules rules = valid(text.replaceAll("(?m)^# (automation:|allow:| )", "$1").replaceAll(
                    "(?m)^ +\\./iamwatch.*$", "").replaceAll("(?m)^    enabled: false$", ""));
            assertThat(rules.allow()).hasSize(1);
            assertThat(rules.automation().isDeclared()).isTrue();
        }
    }

    @Test
    void textsThatAreNoTextGiveOneProblem() {
        assertThat(problems("rules: {}\n# gr\u00fc\u00df".getBytes(ISO_8859_1)))
                .containsExactly("2:5 is not UTF-8 here; is this a rules file?");
        assertThat(problems("\uFEFFrules: 1".getBytes(UTF_8))).singleElement().asString().startsWith("1:8 ");
        Random random = new Random(20261101);
        for (int run = 0; run < 500; run++) {
            byte[] garbage = new byte[random.nextInt(5000)];
            random.nextBytes(garbage);
            assertThat(problems(garbage)).hasSize(1);
        }
    }

    @Test
    void largeFilesAreRefused() {
        assertThat(problems(new byte[RulesReader.MAX_BYTES + 1])).singleElement().asString()
                .isEqualTo("1:1 the file is larger than 1048576 bytes");
        assertThat(problems(("# " + "x".repeat(RulesReader.MAX_BYTES)).getBytes(UTF_8))).hasSize(1);
        assertThat(valid("{}" + " ".repeat(RulesReader.MAX_BYTES - 2))).isEqualTo(Rules.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? ", "[{a: [", "&a ", "!!x ", "'", "\"", "a: |\n", "*a ", "a: ", "%",
            "- - - \n", "\n", "b,", "{", "}", "]", "#", "&a [*a,", "k: 1\n", "? a\n", "'' "})
    @Timeout(20)
    void absurdFilesComeToAnEnd(String part) {
        String absurd = part.repeat((RulesReader.MAX_BYTES - 20) / part.length());
        for (String text : List.of(absurd, "rules: {" + absurd, "allow: [" + absurd + "]", "x: " + absurd)) {
            assertThat(problems(text.getBytes(UTF_8))).hasSizeBetween(1, Problems.MAX + 1);
        }
    }

    @Test
    void aliasesCannotMultiply() {
        StringBuilder laughs = new StringBuilder("allow:\n- &a0 [x]\n");
        for (int level = 1; level < 30; level++) {
            laughs.append("- &a").append(level).append(" [").append(("*a" + (level - 1) + ",").repeat(9)).append("]\n");
        }
        assertThat(problems(laughs.toString().getBytes(UTF_8))).singleElement().asString()
                .endsWith(" more than 100 aliases");
    }

    @Test
    void problemsAreListedUpToANumber() {
        assertThat(problems(("rules: {" + "b,".repeat(5000) + "}").getBytes(UTF_8))).hasSize(101)
                .last().asString().endsWith("and 4900 more problems, not listed");
    }

    @Test
    void allowEntriesAreAsManyAsAnswersAreQuick() {
        assertThat(valid("allow:\n" + ("- " + ENTRY + "\n").repeat(1000)).allow()).hasSize(1000);
        assertThat(problems(("allow:\n" + ("- " + ENTRY + "\n").repeat(1001)).getBytes(UTF_8)))
                .containsExactly("1002:3 allow: more than 1000 entries");
    }

    @Test
    void whatIsValidFitsIntoARecordOfATopic() {
        String emoji = "😀".repeat(500);
        String entry = "- " + ENTRY.replace("owner: a", "owner: " + emoji) + "\n";
        assertThat(problems(("allow:\n" + entry.repeat(300)).getBytes(UTF_8))).singleElement().asString()
                .contains("a topic's record takes 786432");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "1s", "90d", "2160h", "129600m", "7776000s"})
    void windowsUpToTheirBoundsAreRead(String window) {
        Duration read = valid("rules: {new-admin-user: {window: " + window + "}}").rules()
                .get(io.iamwatch.detector.rules.RuleId.NEW_ADMIN_USER).window();
        assertThat(read).isEqualTo(DurationText.parse(window).orElseThrow());
    }

    private static Rules valid(String yaml) {
        Reading reading = RulesReader.read(yaml.getBytes(UTF_8));
        assertThat(reading).isInstanceOf(Reading.Valid.class);
        return ((Reading.Valid) reading).rules();
    }

    private static List<String> problems(byte[] yaml) {
        Reading reading = RulesReader.read(yaml);
        assertThat(reading).isInstanceOf(Reading.Invalid.class);
        return ((Reading.Invalid) reading).problems().stream().map(RulesReaderTest::line).toList();
    }

    private static String line(Problem problem) {
        return problem.line() + ":" + problem.column() + " " + problem.message();
    }
}
