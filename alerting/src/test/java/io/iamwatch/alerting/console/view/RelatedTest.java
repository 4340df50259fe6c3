package io.iamwatch.alerting.console.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.alerting.Alerts;
import io.iamwatch.alerting.console.Shown;
import io.iamwatch.alerting.investigation.Eve;
import io.iamwatch.alerting.investigation.Told;
import io.iamwatch.contracts.finding.IncidentFinding;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one incident has to do with another. */
class RelatedTest {

    private final IncidentView view = new IncidentView();
    private int offset;

    @Test
    void theSameActorTheSameAddressAndWhoIsWhom() {
        IncidentFinding bob = put("bob", "mallory", 0);
        put("mallory", "root", 3600);
        put("carol", "mallory", 3600);
        put("dave", "bob", 3600);
        Related related = Related.of(view, Shown.uid(bob));
        assertThat(reasons(related, "user mallory")).containsExactlyInAnyOrder(
                "mallory, who called here, is whom it is about", "the same address: 75.50.255.67");
        assertThat(reasons(related, "user carol")).containsExactlyInAnyOrder("the same actor: mallory",
                "the same address: 75.50.255.67");
        assertThat(reasons(related, "user dave")).contains("whom this one is about called there");
        assertThat(related.total()).isEqualTo(3);
    }

    @Test
    void nothingFartherThanTwoDaysAndNotItself() {
        IncidentFinding bob = put("bob", "mallory", 0);
        put("carol", "mallory", 49 * 3600);
        assertThat(Related.of(view, Shown.uid(bob)).incidents()).isEmpty();
        put("erin", "mallory", 47 * 3600);
        assertThat(Related.of(view, Shown.uid(bob)).incidents()).hasSize(1);
        assertThat(Related.of(view, "nobody").incidents()).isEmpty();
    }

    @Test
    void inAnotherAccountANameIsSomebodyElse() {
        IncidentFinding bob = put("bob", "christophe", 0);
        Shown.put(view, Eve.incident(Told.administrator()), 0, ++offset);
        assertThat(Related.of(view, Shown.uid(bob)).incidents()).isEmpty();
    }

    @Test
    void ofManyTheNearestAreTold() {
        IncidentFinding bob = put("bob", "mallory", 0);
        for (int i = 1; i <= 30; i++) {
            put("user" + i, "mallory", i * 60);
        }
        Related related = Related.of(view, Shown.uid(bob));
        assertThat(related.total()).isEqualTo(30);
        assertThat(related.incidents()).hasSize(Related.MOST);
        assertThat(related.incidents().getFirst().row().principal()).isEqualTo("user user1");
    }

    private IncidentFinding put(String user, String actor, int second) {
        IncidentFinding incident = Shown.of(Alerts.attack().people(user, actor, actor, null, "agent")
                .times(second, second));
        Shown.put(view, incident, 0, ++offset);
        return incident;
    }

    private static List<String> reasons(Related related, String principal) {
        return related.incidents().stream().filter(one -> one.row().principal().equals(principal)).findFirst()
                .orElseThrow().reasons();
    }
}
