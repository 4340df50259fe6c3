package io.iamwatch.deploy.demo;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Plays background traffic for as long as the demo runs, and once the attack; or files of one's own. */
public final class DemoTraffic implements AutoCloseable {

    private static final int BACKGROUND_A_SECOND = 8;
    private static final int ATTACK_AFTER_MILLIS = 500;

    private final KinesisFeed feed;
    private final List<Path> input;
    private final InstantSource wallClock;
    private final Consumer<String> progress;
    private final Background background = new Background();
    private final ScheduledExecutorService playing = Executors.newSingleThreadScheduledExecutor();

    /** Prepares to play; without input files, what ships with the demo. */
    public DemoTraffic(KinesisFeed feed, List<Path> input, InstantSource wallClock, Consumer<String> progress) {
        this.feed = feed;
        this.input = input;
        this.wallClock = wallClock;
        this.progress = progress;
    }

    /** Starts to play. */
    public void start() {
        if (input.isEmpty()) {
            var unusedBackground = playing.scheduleAtFixedRate(() -> guarded(this::playBackground), 0, 1,
                    TimeUnit.SECONDS);
            var unusedAttack = playing.schedule(() -> guarded(this::playAttack), ATTACK_AFTER_MILLIS,
                    TimeUnit.MILLISECONDS);
        } else {
            playing.execute(() -> guarded(this::playInput));
        }
    }

    private void playBackground() {
        Instant now = wallClock.instant();
        feed.put(List.of(SubscriptionPayload.of(background.next(BACKGROUND_A_SECOND, now), now)));
    }

    private void playAttack() {
        Instant now = wallClock.instant();
        feed.put(List.of(SubscriptionPayload.of(Attack.at(now), now)));
        progress.accept(
                "the recorded attack is in Kinesis: AttachUserPolicy, CreateAccessKey, CreateUser in one second,"
                        + " among benign traffic");
    }

    private void playInput() {
        List<byte[]> payloads = InputFiles.payloads(input, wallClock.instant(), progress);
        feed.put(payloads);
        progress.accept(input.size() + (input.size() == 1 ? " file is" : " files are") + " in Kinesis, as "
                + payloads.size() + " records");
    }

    /** An exception would silently end what a scheduler repeats. */
    private void guarded(Runnable play) {
        try {
            play.run();
        } catch (RuntimeException failure) {
            if (!playing.isShutdown()) {
                progress.accept("could not play: " + failure.getMessage());
            }
        }
    }

    @Override
    public void close() {
        playing.shutdownNow();
    }
}
