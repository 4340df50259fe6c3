package io.iamwatch.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Attacks that go on whatever happens to the pipeline: a user is created and, in a Kinesis record after, granted.
 */
final class SteadyAttacks implements AutoCloseable {

    private static final int MILLIS_BETWEEN_PUTS = 25;

    private final KillablePipeline pipeline;
    private final List<String> accounts;
    private final Random random;
    private final List<Story> stories = new CopyOnWriteArrayList<>();
    private final AtomicInteger puts = new AtomicInteger();
    private final ScheduledExecutorService putting = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> going;
    private String second;

    SteadyAttacks(KillablePipeline pipeline, List<String> accounts, long seed) {
        this.pipeline = pipeline;
        this.accounts = accounts;
        this.random = new Random(seed);
        this.going = putting.scheduleWithFixedDelay(this::putNext, 0, MILLIS_BETWEEN_PUTS, TimeUnit.MILLISECONDS);
    }

    private void putNext() {
        String next = second;
        if (next == null) {
            Story story = pipeline.story(accounts.get(random.nextInt(accounts.size())), "user-" + stories.size());
            stories.add(story);
            boolean inOrder = random.nextBoolean();
            next = inOrder ? story.creation() : story.grant();
            second = inOrder ? story.grant() : story.creation();
        } else {
            second = null;
        }
        pipeline.feed().put(List.of(next.getBytes(UTF_8)));
        puts.incrementAndGet();
    }

    /** How many records are in Kinesis. */
    int puts() {
        if (going.isDone()) {
            throw new IllegalStateException("no more attacks: " + going);
        }
        return puts.get();
    }

    List<Story> stories() {
        return stories;
    }

    /** Ends after a whole attack. */
    void stop() throws InterruptedException, ExecutionException {
        going.cancel(false);
        putting.submit(() -> {
            if (second != null) {
                putNext();
            }
        }).get();
    }

    @Override
    public void close() {
        putting.shutdownNow();
    }
}
