package io.iamwatch.detector.baseline;

import static io.iamwatch.detector.baseline.Snapshots.ACCOUNT;
import static io.iamwatch.detector.baseline.Snapshots.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.detector.baseline.BaselineReader.Reading;
import io.iamwatch.detector.event.IamEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaselinePartsTest {

    private static final JsonNode FILE = Snapshots.file("account.json");
    private static final AuthorizationDetails DETAILS = AuthorizationDetails.of(List.of(FILE));

    @ParameterizedTest
    @ValueSource(ints = {1, 1500, 2000, 4000, 512 * 1024})
    void thePartsTogetherSayWhatTheWholeSays(int maxBytes) throws IOException {
        List<byte[]> parts = BaselineParts.of(ACCOUNT, "b-1", START, DETAILS, maxBytes);
        Set<Object> said = new HashSet<>();
        for (int i = 0; i < parts.size(); i++) {
            JsonNode part = Snapshots.JSON.readTree(parts.get(i));
            assertThat(part.path("part").intValue()).isEqualTo(i + 1);
            assertThat(part.path("parts").intValue()).isEqualTo(parts.size());
            Reading.Part reading = Snapshots.part(parts.get(i), ACCOUNT);
            assertThat(reading.events()).isNotEmpty();
            assertThat(parts.get(i).length <= maxBytes || reading.events().size() == 1).isTrue();
            reading.events().forEach(event -> assertThat(said.add(List.of(event.id(), event.change()))).isTrue());
        }
        List<IamEvent> whole = Snapshots.part(Snapshots.record(ACCOUNT, FILE), ACCOUNT).events();
        assertThat(said).hasSameSizeAs(whole)
                .containsAll(whole.stream().map(event -> (Object) List.of(event.id(), event.change())).toList());
    }

    @Test
    void theIdFollowsFromWhatTheSnapshotSaysAndWhenItBegan() {
        Baseline baseline = Baseline.of(DETAILS, START);
        assertThat(baseline.id()).hasSize(32).isEqualTo(Baseline.of(DETAILS, START).id());
        assertThat(baseline.parts()).singleElement().isEqualTo(Baseline.of(DETAILS, START).parts().getFirst());
        assertThat(baseline.id()).isNotEqualTo(Baseline.of(DETAILS, START + 1).id());
        assertThat(baseline.id()).isEqualTo(Baseline.of(AuthorizationDetails.of(List.of(reversed(FILE))), START).id());
        ObjectNode other = FILE.deepCopy();
        ((ObjectNode) other.at("/UserDetailList/1/UserPolicyList/0/PolicyDocument/Statement/0")).put("Effect", "Deny");
        assertThat(baseline.id()).isNotEqualTo(Baseline.of(AuthorizationDetails.of(List.of(other)), START).id());
    }

    @Test
    void whatTheDetectorWillSkipIsCounted() {
        assertThat(Baseline.of(DETAILS, START).unusable()).isZero();
        ObjectNode odd = FILE.deepCopy();
        odd.withArray("UserDetailList").addObject();
        odd.withArray("UserDetailList").addObject();
        assertThat(Baseline.of(AuthorizationDetails.of(List.of(odd)), START).unusable()).isEqualTo(2);
    }

    @Test
    void anEntityLargerThanAnyRecordIsNamed() {
        ObjectNode huge = FILE.deepCopy();
        ((ObjectNode) huge.at("/RoleDetailList/0")).put("Description", "x".repeat(BaselineParts.LARGEST));
        AuthorizationDetails details = AuthorizationDetails.of(List.of(huge));
        assertThatThrownBy(() -> Baseline.of(details, START)).isInstanceOf(UnusableDetailsException.class)
                .hasMessageStartingWith("role ci-deploy alone has ")
                .hasMessageEndingWith("; a record can have 12566016");
    }

    @Test
    void anEntityLargerThanAPartIsAPartOfItsOwn() {
        ObjectNode large = FILE.deepCopy();
        ((ObjectNode) large.at("/GroupDetailList/0")).put("Description", "x".repeat(BaselineParts.MAX_BYTES));
        Baseline baseline = Baseline.of(AuthorizationDetails.of(List.of(large)), START);
        assertThat(baseline.parts()).hasSize(3);
        assertThat(Snapshots.part(baseline.parts().get(1), ACCOUNT).events()).hasSize(1);
    }

    /** The same with lists and members in another order. */
    private static JsonNode reversed(JsonNode details) {
        ObjectNode reversed = Snapshots.JSON.createObjectNode();
        List<String> names = new ArrayList<>();
        details.fieldNames().forEachRemaining(names::add);
        for (String name : names.reversed()) {
            ArrayNode list = reversed.putArray(name);
            for (int i = details.path(name).size() - 1; i >= 0; i--) {
                list.add(reversedMembers(details.path(name).get(i)));
            }
        }
        return reversed;
    }

    private static JsonNode reversedMembers(JsonNode node) {
        if (!node.isObject()) {
            return node;
        }
        ObjectNode reversed = Snapshots.JSON.createObjectNode();
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        names.reversed().forEach(name -> reversed.set(name, reversedMembers(node.get(name))));
        return reversed;
    }
}
