package io.iamwatch.detector.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.detector.event.Call;
import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.EventId;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.iam.Fact;
import io.iamwatch.detector.rules.RuleId;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.state.GraphCache;
import io.iamwatch.detector.state.KeyValues;
import io.iamwatch.detector.state.StoredGraph;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Nobody can fill the state, or outgrow its changelog topic, with one name. */
class FoldingTest {

    private static final long T = 1_760_000_000L;
    private static final String ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";

    @Test
    void aFloodOnOneNameStaysWithinTheBoundsAndKeepsWhatStands() {
        KeyValues store = KeyValues.inMemory();
        StoredGraph graph = new StoredGraph(store, new GraphCache(1), "1");
        Detection detection = new Detection(Rules.DEFAULT);
        graph.put(Subject.user("eve"), Node.EMPTY.withFacts(IntStream.range(0, Folding.MAX_FACTS - 20)
                .mapToObj(i -> new Fact(event(i), false, false)).sorted().toList()));
        AccountClock clock = AccountClock.UNSET;
        for (int i = Folding.MAX_FACTS - 20; i < Folding.MAX_FACTS + 20; i++) {
            IamEvent event = event(i);
            clock = clock.after(event.second(), event.origin().arrival());
            detection.judge(graph, event, clock).commit().run();
        }
        Node node = graph.node(Subject.user("eve"));
        assertThat(node.facts()).hasSizeLessThanOrEqualTo(Folding.MAX_FACTS);
        assertThat(node.standing()).filteredOn(alert -> alert.finding().rule() == RuleId.ADMIN_GRANTED)
                .singleElement()
                .satisfies(alert -> assertThat(alert.finding().ta()).isEqualTo(T));
        assertThat(store.get("1|user|eve").length).isLessThan(Topic.MAX_MESSAGE_BYTES / 4 * 3);
    }

    private static IamEvent event(int i) {
        Subject eve = Subject.user("eve");
        Change change = i % 2 == 0 ? new Change.Attached(eve, ADMIN) : new Change.Detached(eve, ADMIN);
        String text = "x".repeat(256);
        Call call = new Call(text, text, text, text.repeat(4), text, text, text, text.repeat(4), null, text, text, text,
                text, text, text);
        return new IamEvent(new EventId("1", "e" + i, change.getClass().getSimpleName(), T + i), change, call,
                "00", new Origin("t", 0, i, (T + i) * 1000, null));
    }
}
