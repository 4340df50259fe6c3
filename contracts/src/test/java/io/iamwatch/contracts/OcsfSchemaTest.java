package io.iamwatch.contracts;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.contracts.finding.FindingJson;
import io.iamwatch.contracts.finding.Findings;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The schema check accepts what is right and can fail. */
class OcsfSchemaTest {

    @Test
    void acceptsAnAlert() {
        assertThatCode(() -> OcsfSchema.assertValid(Findings.alert())).doesNotThrowAnyException();
        assertThatCode(() -> OcsfSchema.assertValid(Findings.activeAlert())).doesNotThrowAnyException();
    }

    @Test
    void refusesAnAttributeThatTheClassDoesNotHave() {
        refuses(alert -> alert.put("colour", "red"), "colour");
        refuses(alert -> ((ObjectNode) alert.path("finding_info")).put("colour", "red"), "/finding_info", "colour");
    }

    @Test
    void refusesAMissingAttribute() {
        refuses(alert -> alert.remove("metadata"), "metadata");
        refuses(alert -> ((ObjectNode) alert.path("finding_info")).remove("uid"), "/finding_info", "uid");
        refuses(alert -> alert.remove("class_uid"), "class_uid", "2004", "2005");
    }

    @Test
    void refusesAWrongConstantOrType() {
        refuses(alert -> alert.put("category_uid", 3), "/category_uid");
        refuses(alert -> alert.put("class_uid", 2005), "finding_info_list");
        refuses(alert -> alert.put("severity_id", 42), "/severity_id");
        refuses(alert -> alert.set("message", IntNode.valueOf(1)), "/message");
    }

    @Test
    void refusesAWrongFormat() {
        refuses(alert -> alert.put("time_dt", "yesterday"), "/time_dt");
    }

    @Test
    void refusesWhatIsNoFinding() {
        assertThatThrownBy(() -> OcsfSchema.assertValid(JsonNodeFactory.instance.objectNode()))
                .isInstanceOf(AssertionError.class).hasMessageContaining("class_uid");
    }

    private static void refuses(Consumer<ObjectNode> change, String... inMessage) {
        ObjectNode alert = FindingJson.MAPPER.valueToTree(Findings.alert());
        change.accept(alert);
        assertThatThrownBy(() -> OcsfSchema.assertValid(alert)).isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(inMessage);
    }
}
