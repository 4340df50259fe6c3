package io.iamwatch.detector.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What is on its way is seen, comes once, in order, and its loss is told. */
class WritesBehindTest {

    private final ExecutorService writers = Executors.newCachedThreadPool();
    private final Map<Bytes, byte[]> store = new ConcurrentSkipListMap<>();

    @AfterEach
    void end() {
        writers.shutdownNow();
    }

    private void apply(Map<Bytes, byte[]> entries) {
        entries.forEach((key, value) -> {
            if (value == null) {
                store.remove(key);
            } else {
                store.put(key, value);
            }
        });
    }

    private static Bytes key(String text) {
        return Bytes.wrap(text.getBytes(UTF_8));
    }

    /** Reads and writes at random give what a plain map gives. */
    @RepeatedTest(20)
    void isLikeAMap() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        WritesBehind behind = new WritesBehind(this::apply, writers);
        Map<Bytes, byte[]> expected = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            Bytes key = key("k" + random.nextInt(5000));
            switch (random.nextInt(10)) {
                case 0 -> {
                    behind.put(key, null);
                    expected.remove(key);
                }
                case 1, 2, 3, 4, 5 -> {
                    byte[] value = {(byte) random.nextInt()};
                    behind.put(key, value);
                    expected.put(key, value);
                }
                default -> assertThat(behind.holds(key) ? behind.get(key) : store.get(key)).as("seed %s", seed)
                        .isEqualTo(expected.get(key));
            }
        }
        behind.settle();
        assertThat(store).as("seed %s", seed).containsExactlyInAnyOrderEntriesOf(expected);
    }

    @Test
    void isSeenWhileItIsWritten() throws InterruptedException {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        WritesBehind behind = new WritesBehind(entries -> {
            began.countDown();
            await(mayEnd);
            apply(entries);
        }, writers);
        byte[] large = new byte[WritesBehind.MAX_BYTES];
        behind.put(key("a"), large);
        began.await();
        behind.put(key("b"), new byte[]{1});
        assertThat(behind.holds(key("a"))).isTrue();
        assertThat(behind.get(key("a"))).isSameAs(large);
        assertThat(behind.beginning("a".getBytes(UTF_8))).containsOnlyKeys(key("a"));
        assertThat(behind.beginning("aa".getBytes(UTF_8))).isEmpty();
        assertThat(behind.holds(key("c"))).isFalse();
        behind.put(key("a"), null);
        assertThat(behind.holds(key("a"))).isTrue();
        assertThat(behind.get(key("a"))).isNull();
        assertThat(store).isEmpty();
        mayEnd.countDown();
        behind.settle();
        assertThat(store).containsOnlyKeys(key("b"));
        assertThat(behind.holds(key("a"))).isFalse();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void whatIsWrittenAgainIsWrittenOnce() {
        List<Integer> sizes = new ArrayList<>();
        WritesBehind behind = new WritesBehind(entries -> sizes.add(entries.size()), writers);
        for (int i = 0; i < 1000; i++) {
            behind.put(key("same"), new byte[]{(byte) i});
        }
        behind.settle();
        assertThat(sizes).containsExactly(1);
    }

    @Test
    void whatIsLostIsToldEachTime() {
        WritesBehind behind = new WritesBehind(entries -> {
            throw new IllegalArgumentException("disk full");
        }, writers);
        behind.put(key("a"), new byte[1]);
        assertThatThrownBy(behind::settle).isInstanceOf(IllegalArgumentException.class).hasMessage("disk full");
        assertThatThrownBy(behind::settle).isInstanceOf(IllegalArgumentException.class);
        assertThat(behind.holds(key("a"))).isTrue();
    }
}
