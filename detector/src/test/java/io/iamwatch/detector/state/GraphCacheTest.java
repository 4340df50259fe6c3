package io.iamwatch.detector.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.detector.detection.AccountClock;
import io.iamwatch.detector.detection.Node;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.iam.AdminSpans;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** It forgets what was not asked for the longest, by bytes, and never what was put last. */
class GraphCacheTest {

    private final GraphCache cache = new GraphCache(4_000);

    @Test
    void whatWasNotAskedForTheLongestGoesFirst() {
        cache.put("a", of(1_000));
        cache.put("b", of(1_000));
        cache.put("c", of(1_000));
        assertThat(cache.node("a")).isNotNull();
        cache.put("d", of(1_000));
        assertThat(cache.node("b")).isNull();
        assertThat(List.of(cache.node("a"), cache.node("c"), cache.node("d"))).hasSize(3);
    }

    @Test
    void whatIsPutAgainCountsOnce() {
        for (int i = 0; i < 100; i++) {
            cache.put("a", of(1_000));
            cache.put("b", of(1_000));
        }
        assertThat(cache.node("a")).isNotNull();
        assertThat(cache.node("b")).isNotNull();
    }

    @Test
    void whatIsLargerThanAllRoomIsThereForTheNextEvent() {
        cache.put("a", of(10));
        cache.put("b", of(100_000));
        assertThat(cache.node("a")).isNull();
        assertThat(cache.node("b")).isNotNull();
        cache.put("c", of(10));
        assertThat(cache.node("b")).isNull();
        assertThat(cache.node("c")).isNotNull();
    }

    @Test
    void namesWithoutFactsTakeRoomToo() {
        for (int i = 0; i < 100; i++) {
            cache.put("name-" + i, Remembered.NOTHING);
        }
        assertThat(cache.node("name-0")).isNull();
        assertThat(cache.node("name-99")).isNotNull();
    }

    @Test
    void clocksAreKept() {
        assertThat(cache.clock("111122223333")).isNull();
        cache.put("111122223333", AccountClock.UNSET);
        assertThat(cache.clock("111122223333")).isEqualTo(AccountClock.UNSET);
    }

    @Test
    void fewAdministratorsAreKeptUntilOneIsMore() {
        assertThat(cache.administrators("111122223333|admin-role|")).isNull();
        cache.putAdministrators("111122223333|admin-role|", List.of(administrator(1)));
        assertThat(cache.administrators("111122223333|admin-role|")).containsExactly(administrator(1));
        cache.forgetAdministrators("111122223333|admin-role|");
        assertThat(cache.administrators("111122223333|admin-role|")).isNull();
        cache.putAdministrators("111122223333|admin-role|", List.of(administrator(1_000)));
        assertThat(cache.administrators("111122223333|admin-role|")).isNull();
    }

    private static AdminSpans administrator(int spans) {
        return new AdminSpans(Subject.role("deploy"),
                Collections.nCopies(spans, new AdminSpans.Span("arn:aws:iam::111122223333:role/deploy", 1, 2, 0)));
    }

    private static Remembered of(int bytes) {
        return new Remembered(Node.EMPTY, List.of(new byte[bytes]), new byte[0]);
    }
}
