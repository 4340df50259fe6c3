package io.iamwatch.alerting.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.alerting.console.ConsoleSettings;
import io.iamwatch.alerting.console.Shown;
import io.iamwatch.alerting.console.act.Offer;
import io.iamwatch.alerting.console.view.IncidentRow;
import io.iamwatch.alerting.console.view.IncidentView;
import io.iamwatch.alerting.console.view.ListQuery;
import io.iamwatch.alerting.console.view.Order;
import io.iamwatch.alerting.console.view.RawRecords;
import io.iamwatch.contracts.command.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The document says what is there, no more and no less. */
class OpenApiTest {

    private final JsonNode document = read();

    private static JsonNode read() {
        try {
            return new ObjectMapper().readTree(Assets.read("openapi.json"));
        } catch (IOException malformed) {
            throw new IllegalStateException(malformed);
        }
    }

    @Test
    void namesEveryRouteOfTheApi() {
        var settings = new ConsoleSettings("127.0.0.1", 0, Optional.empty(), Optional.empty(), Optional.empty(), "me",
                Duration.ZERO);
        TreeSet<String> routes = Routes.site(settings, new IncidentView(), (command, key) -> null,
                place -> new RawRecords.Outcome.Nothing(),
                InstantSource.system()).routes().stream().filter(Route::isOfApi)
                .map(route -> route.method() + " " + route.template()).collect(Collectors.toCollection(TreeSet::new));
        TreeSet<String> documented = new TreeSet<>();
        document.path("paths").properties().forEach(path -> path.getValue().fieldNames().forEachRemaining(
                method -> documented.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
        assertThat(documented).isEqualTo(routes);
        assertThat(document.path("openapi").asText()).startsWith("3.1");
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> references = document.findValuesAsText("$ref");
        assertThat(references).isNotEmpty()
                .allSatisfy(reference -> assertThat(document.at(reference.substring(1)).isMissingNode())
                        .as(reference).isFalse());
    }

    @Test
    void namesEveryParameterOrderActionAndVerdict() {
        JsonNode parameters = document.at("/paths/~1api~1incidents/get/parameters");
        assertThat(texts(parameters, "name")).containsExactlyElementsOf(ListQuery.PARAMETERS);
        JsonNode sort = StreamSupport.stream(parameters.spliterator(), false)
                .filter(parameter -> parameter.path("name").asText().equals("sort")).findFirst().orElseThrow();
        assertThat(values(sort.at("/schema/enum"))).containsExactly(
                Arrays.stream(Order.values()).map(Order::word).toArray(String[]::new));
        JsonNode actions = document.at("/components/schemas/Action/oneOf");
        assertThat(StreamSupport.stream(actions.spliterator(), false)
                .map(action -> action.at("/properties/type/const").asText())).containsExactlyInAnyOrder(
                        Arrays.stream(Offer.values()).map(Offer::word).toArray(String[]::new));
        assertThat(actions.findValues("verdict")).isNotEmpty().allSatisfy(
                verdict -> assertThat(values(verdict.path("enum"))).containsExactly(
                        Arrays.stream(Verdict.values()).map(Verdict::word).toArray(String[]::new)));
    }

    @Test
    void namesEveryFieldOfARow() {
        ObjectNode row = Api.json(IncidentRow.of(Shown.attack(), 1));
        assertThat(document.at("/components/schemas/IncidentRow/properties").fieldNames()).toIterable()
                .containsExactlyInAnyOrderElementsOf(() -> row.fieldNames());
    }

    @Test
    void itsPatternOfPositionsIsOurs() {
        String pattern = document.at("/components/schemas/Positions/pattern").asText();
        assertThat("0:17,1:4").matches(Pattern.compile(pattern));
    }

    private static List<String> texts(JsonNode array, String field) {
        return StreamSupport.stream(array.spliterator(), false).map(node -> node.path(field).asText()).toList();
    }

    private static List<String> values(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
    }
}
