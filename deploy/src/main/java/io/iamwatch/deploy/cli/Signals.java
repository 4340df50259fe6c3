package io.iamwatch.deploy.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What happens on Ctrl-C and SIGTERM. */
final class Signals {

    private static final Duration CLEANING_UP = Duration.ofSeconds(20);

    private Signals() {
    }

    /** Closes something when the process ends, however it was told to. */
    static void closeOnExit(AutoCloseable closeable) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                closeable.close();
            } catch (Exception failure) {
                System.err.println("did not stop cleanly: " + failure.getMessage());
            }
        }, "stop"));
    }

    /** Does something that leaves nothing behind when its thread is interrupted, and lets it do so before all ends. */
    static <T> T interruptedOnExit(Supplier<T> work) {
        Thread worker = Thread.currentThread();
        CountDownLatch done = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (done.getCount() > 0) {
                worker.interrupt();
                awaitAtMost(CLEANING_UP, done);
            }
        }, "stop"));
        try {
            return work.get();
        } finally {
            done.countDown();
        }
    }

    private static void awaitAtMost(Duration limit, CountDownLatch done) {
        try {
            if (!done.await(limit.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("did not stop cleanly within " + limit.toSeconds() + " s");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
