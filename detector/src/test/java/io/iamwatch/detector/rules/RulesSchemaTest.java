package io.iamwatch.detector.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema that editors check with says of a file what the reader says. */
class RulesSchemaTest {

    private static final JsonNode TEXT = load();
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(TEXT);

    static Stream<RulesCases> wrongFiles() throws IOException {
        return RulesCases.problems().stream().filter(file -> !file.isBeyondSchema());
    }

    static List<RulesCases> rightFiles() throws IOException {
        return RulesCases.valid();
    }

    @ParameterizedTest
    @MethodSource("wrongFiles")
    void refusesWhatTheReaderRefuses(RulesCases file) throws Exception {
        assertThat(errors(file.yaml())).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("rightFiles")
    void takesWhatTheReaderTakes(RulesCases file) throws Exception {
        assertThat(errors(file.yaml())).isEmpty();
    }

    @Test
    void takesTheDefaultAndTheFileThatPeopleStartFrom() throws Exception {
        assertThat(errors(Rules.DEFAULT.toYaml())).isEmpty();
        try (InputStream file = Rules.class.getResourceAsStream("rules.yaml")) {
            assertThat(errors(new String(file.readAllBytes(), UTF_8))).isEmpty();
        }
    }

    @Test
    void takesWhateverRulesThereAre() throws Exception {
        long seed = Long.getLong("iamwatch.seed", new Random().nextLong());
        System.out.println("RulesSchemaTest seed " + seed + " (-Diamwatch.seed=" + seed + ")");
        RandomRules rules = new RandomRules(new Random(seed));
        for (int run = 0; run < 200; run++) {
            String yaml = rules.next().toYaml();
            assertThat(errors(yaml)).as("seed %d run %d%n%s", seed, run, yaml).isEmpty();
        }
    }

    @Test
    void agreesWithTheReaderOnEveryDurationAroundABound() throws Exception {
        for (char unit : "smhd".toCharArray()) {
            int[] bounds = switch (unit) {
                case 's' -> new int[]{0, 60, 2_592_000, 7_776_000};
                case 'm' -> new int[]{0, 43_200, 129_600};
                case 'h' -> new int[]{0, 720, 2160};
                default -> new int[]{0, 30, 90};
            };
            IntStream numbers = IntStream.concat(IntStream.of(9, 10, 99, 100, 999, 1000, 9999, 99_999, 999_999),
                    IntStream.of(bounds).flatMap(bound -> IntStream.rangeClosed(Math.max(0, bound - 11), bound + 11)));
            for (int number : numbers.toArray()) {
                agree("latenessHorizon: " + number + unit);
                agree("rules: {new-admin-user: {window: " + number + unit + "}}");
            }
            agree("latenessHorizon: 01" + unit);
        }
    }

    @Test
    void namesEveryRuleWithItsDefaults() {
        assertThat(TEXT.at("/properties/rules/properties").fieldNames()).toIterable()
                .containsExactlyElementsOf(Words.RULES.keySet());
        for (RuleId rule : RuleId.values()) {
            JsonNode settings = TEXT.at("/properties/rules/properties/" + rule.id() + "/properties");
            Rule defaults = Rules.DEFAULT.rule(rule);
            assertThat(settings.at("/enabled/default").asBoolean()).isEqualTo(defaults.enabled());
            assertThat(settings.at("/severity/default").asText()).isEqualTo(Words.of(defaults.severity()));
            assertThat(settings.at("/window/default").asText(null))
                    .isEqualTo(defaults.window() == null ? null : DurationText.of(defaults.window()));
            assertThat(settings.at("/threshold/default").asInt())
                    .isEqualTo(defaults.threshold() == null ? 0 : defaults.threshold());
        }
    }

    @Test
    void describesEveryKey() {
        assertDescribed("", TEXT);
    }

    private static void assertDescribed(String path, JsonNode schema) {
        schema.path("properties").properties().forEach(property -> {
            String place = path + "/" + property.getKey();
            if (!path.startsWith("/if")) {
                assertThat(property.getValue().path("description").asText()).as(place).isNotBlank();
            }
            assertDescribed(place, property.getValue());
        });
        schema.path("$defs").properties().forEach(def -> assertDescribed("/$defs/" + def.getKey(), def.getValue()));
    }

    private static void agree(String yaml) throws Exception {
        assertThat(errors(yaml).isEmpty()).as(yaml).isEqualTo(RulesReader.read(yaml) instanceof Reading.Valid);
    }

    private static List<String> errors(String yaml) throws Exception {
        List<Error> errors = SCHEMA.validate(json(YamlComposer.compose(yaml).orElseThrow()),
                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
        return errors.stream().map(Error::toString).toList();
    }

    private static JsonNode json(YamlNode node) {
        return switch (node) {
            case YamlNode.Scalar scalar -> switch (scalar.type()) {
                case NULL -> NullNode.instance;
                case BOOLEAN -> BooleanNode.valueOf(Boolean.parseBoolean(scalar.text()));
                case NUMBER -> DecimalNode.valueOf(new BigDecimal(scalar.text()));
                case TEXT -> TextNode.valueOf(scalar.text());
            };
            case YamlNode.Sequence sequence -> {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                sequence.items().forEach(item -> array.add(json(item)));
                yield array;
            }
            case YamlNode.Mapping mapping -> {
                ObjectNode object = JsonNodeFactory.instance.objectNode();
                mapping.pairs().forEach(pair -> object.set(((YamlNode.Scalar) pair.key()).text(), json(pair.value())));
                yield object;
            }
        };
    }

    private static JsonNode load() {
        try (InputStream schema = Rules.class.getResourceAsStream("rules.schema.json")) {
            return new ObjectMapper().readTree(schema);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
