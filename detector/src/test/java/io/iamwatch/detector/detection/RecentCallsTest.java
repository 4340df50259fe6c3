package io.iamwatch.detector.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.detector.event.Call;
import io.iamwatch.detector.event.CallResult;
import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.event.EventId;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.state.GraphCache;
import io.iamwatch.detector.state.KeyValues;
import io.iamwatch.detector.state.StoredGraph;
import org.junit.jupiter.api.Test;

/** An account's short memory of who called is bounded, by callers and by calls of each, and in what it costs. */
class RecentCallsTest {

    private static final long T = 1_760_000_000L;

    private final Detection detection = new Detection(Rules.DEFAULT);
    private final StoredGraph graph = new StoredGraph(KeyValues.inMemory(), new GraphCache(1), "1");

    @Test
    void ofACallerTheFirstOfAQuarterOfAnHourStay() {
        for (int i = 0; i < 100; i++) {
            remember("ASIABUSY", i);
        }
        assertThat(calls("ASIABUSY")).isEqualTo(RecentCalls.MAX_CALLS);
        assertThat(oldest("ASIABUSY")).isEqualTo(T);
        assertThat(remember("ASIABUSY", (int) RecentCalls.GIVES_WAY_SECONDS)).isTrue();
        assertThat(calls("ASIABUSY")).isEqualTo(RecentCalls.MAX_CALLS);
        assertThat(oldest("ASIABUSY")).isEqualTo(T + 1);
    }

    @Test
    void whoHasNotCalledForAQuarterOfAnHourGivesWayToANewcomer() {
        for (int i = 0; i < 100; i++) {
            assertThat(remember("ASIA" + i, i)).isEqualTo(i < RecentCalls.MAX_CALLERS);
        }
        assertThat(remember("ASIANEW", (int) RecentCalls.GIVES_WAY_SECONDS)).isTrue();
        assertThat(graph.names(EntityKind.RECENT, 1000)).hasSize(RecentCalls.MAX_CALLERS);
        assertThat(calls("ASIA0")).isZero();
        assertThat(calls("ASIANEW")).isOne();
    }

    @Test
    void isTheSameAfterARestart() {
        KeyValues store = KeyValues.inMemory();
        for (int i = 0; i < 200; i++) {
            StoredGraph restarted = new StoredGraph(store, new GraphCache(1), "1");
            rememberIn(restarted, "ASIA" + i % 90, i);
            rememberIn(graph, "ASIA" + i % 90, i);
        }
        assertThat(new StoredGraph(store, new GraphCache(1), "1").recent()).usingRecursiveComparison()
                .isEqualTo(graph.recent());
    }

    private boolean remember(String key, int after) {
        return rememberIn(graph, key, after);
    }

    private boolean rememberIn(StoredGraph account, String key, int after) {
        var recent = detection.recent(account, call(key, after));
        recent.ifPresent(call -> detection.judge(account, call, new AccountClock(T)).commit().run());
        return recent.isPresent();
    }

    private int calls(String key) {
        return graph.node(Subject.recentSession(key)).facts().size();
    }

    private long oldest(String key) {
        return graph.node(Subject.recentSession(key)).facts().getFirst().second();
    }

    private static IamEvent call(String key, int after) {
        Call call = new Call("AssumedRole", "ops", "x", null, "AROAOPS:x", key, "1", null, null, null, "192.0.2.1",
                null, null, "s3.amazonaws.com", null);
        Change.Acted acted = new Change.Acted(null, null, "s3", CallResult.DONE, key, null, null, null);
        return new IamEvent(new EventId("1", key + after, "ListBuckets", T + after), acted, call, "00",
                new Origin("t", 0, after, (T + after) * 1000, null));
    }
}
