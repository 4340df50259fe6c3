package io.iamwatch.detector.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.iamwatch.detector.state.StateFormat;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.Test;

class ThreadReplacementTest {

    private Instant now = Instant.EPOCH;
    private final ThreadReplacement replacement = new ThreadReplacement(() -> now);

    @Test
    void replacesThreadsThatDieNowAndThen() {
        for (int i = 0; i < 100; i++) {
            now = now.plus(ThreadReplacement.WINDOW.dividedBy(ThreadReplacement.MOST_DEATHS)).plusSeconds(1);
            assertThat(die(new IllegalStateException("passing")))
                    .isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
        }
        assertThat(replacement.stopped().toCompletableFuture()).isNotDone();
    }

    @Test
    void stopsAfterTooManyDeathsInARowAndSaysWhy() {
        for (int i = 0; i < ThreadReplacement.MOST_DEATHS; i++) {
            now = now.plus(Duration.ofSeconds(1));
            assertThat(die(new IllegalStateException("lasting")))
                    .isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
        }
        assertThat(die(new IllegalStateException("lasting"))).isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
        assertThat(replacement.stopped().toCompletableFuture().getNow("")).contains("lasting");
    }

    @Test
    void stopsAtOnceOnStateOfALaterVersion() {
        Throwable unreadable = catchThrowable(() -> StateFormat.clock(new byte[]{99, '{', '}'}));
        assertThat(die(new StreamsException(unreadable))).isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
        assertThat(replacement.stopped().toCompletableFuture().getNow("")).contains("format version 99");
    }

    private StreamThreadExceptionResponse die(Throwable failure) {
        return replacement.handle(failure);
    }
}
