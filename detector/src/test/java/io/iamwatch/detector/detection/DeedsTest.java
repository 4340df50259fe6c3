package io.iamwatch.detector.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.iamwatch.detector.event.Call;
import io.iamwatch.detector.event.CallResult;
import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.event.EventId;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.iam.Fact;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.state.GraphCache;
import io.iamwatch.detector.state.KeyValues;
import io.iamwatch.detector.state.StoredGraph;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is remembered of calls is bounded, and the same in whatever order and however often they arrive. */
class DeedsTest {

    private static final long T = 1_760_000_000L;

    @Test
    void doesNotDependOnOrderOrRepetition() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Fact> calls = calls(1_500, 20, 30, random);
        Node inOrder = after(calls);
        List<Fact> told = new ArrayList<>(calls);
        told.addAll(calls.subList(0, 200));
        Collections.shuffle(told, random);
        assertThat(after(told)).as("seed %d", seed).isEqualTo(inOrder);
        assertThat(inOrder.sample().standsFor(inOrder.sample().calls().size())).as("seed %d", seed).isCloseTo(1_500L,
                withPercentage(30));
    }

    @Test
    void countsFewExactly() {
        Node node = after(calls(200, 5, 5, new Random(1)));
        assertThat(node.sample().standsFor(node.sample().calls().size())).isEqualTo(200);
    }

    @Test
    void aFloodOfServicesAddressesAndKeysStaysWithinTheBounds() {
        Node node = after(calls(2_000, 2_000, 2_000, new Random(2)));
        assertThat(node.facts()).hasSizeLessThan(Folding.MAX_FACTS);
        assertThat(node.sample().calls()).hasSize(Sample.SIZE);
    }

    @Test
    void whoeverWasNeverHeardOfIsFollowedWhileThereIsRoomAndForgottenLater() {
        StoredGraph graph = new StoredGraph(KeyValues.inMemory(), new GraphCache(1), "1");
        Detection detection = new Detection(Rules.DEFAULT);
        AccountClock clock = new AccountClock(T);
        for (int i = 0; i < 100; i++) {
            detection.followed(graph, call("user" + i, i, "s3", "192.0.2.1"), clock)
                    .ifPresent(deed -> detection.judge(graph, deed, clock).commit().run());
        }
        assertThat(graph.count(EntityKind.DEEDS, 1000)).isEqualTo(Followed.MAX_STRANGERS);
        AccountClock later = new AccountClock(T + 15 * 86_400);
        assertThat(detection.followed(graph, call("user1", 2000, "s3", "192.0.2.1"), later)).isEmpty();
        Change.Born born = new Change.Born(Subject.user("eve"), "AIDAEVE", null, null, null);
        IamEvent birth = new IamEvent(new EventId("1", "birth", "CreateUser", later.second()), born,
                call("x", 0, "iam", "192.0.2.1").call(), "00", origin(0));
        detection.judge(graph, birth, later).commit().run();
        IamEvent deed = detection.followed(graph, call("eve", 15 * 86_400, "s3", "192.0.2.1"), later).orElseThrow();
        detection.judge(graph, deed, later).commit().run();
        assertThat(graph.names(EntityKind.DEEDS, 1000)).extracting(Subject::name).containsExactly("eve");
    }

    private static Node after(List<Fact> calls) {
        Node node = Node.EMPTY;
        for (Fact call : calls) {
            node = Deeds.with(node, call);
        }
        return node;
    }

    private static List<Fact> calls(int count, int services, int addresses, Random random) {
        List<Fact> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(new Fact(call("eve", i, "s" + random.nextInt(services), "a" + random.nextInt(addresses)), false,
                    false));
        }
        return calls;
    }

    private static IamEvent call(String user, int after, String service, String address) {
        Call call = new Call("IAMUser", user, null, null, "AIDA" + user, "AKIA" + address, "1", null, null, null,
                address,
                null, null, service + ".amazonaws.com", null);
        Change.Acted acted = new Change.Acted(Subject.deeds(user), "AIDA" + user, service, CallResult.DONE, null, null,
                null, null);
        return new IamEvent(new EventId("1", user + after, "Call", T + after), acted, call, "00", origin(after));
    }

    private static Origin origin(int offset) {
        return new Origin("t", 0, offset, (T + offset) * 1000, null);
    }
}
