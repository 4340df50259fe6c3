package io.iamwatch.ingest.kinesis;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.KmsThrottlingException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** What the failures of calls mean. */
final class Failures {

    private static final int LONGEST_TEXT = 300;

    private Failures() {
    }

    static boolean isThrottling(RuntimeException failure) {
        return failure instanceof ProvisionedThroughputExceededException || failure instanceof LimitExceededException
                || failure instanceof KmsThrottlingException
                || (failure instanceof KinesisException kinesis && kinesis.isThrottlingException());
    }

    /** Returns whether a position was refused: its record is gone, or it is one of a former stream of that name. */
    static boolean isBadPosition(RuntimeException failure) {
        return failure instanceof InvalidArgumentException;
    }

    /** Returns whether stream, shard or consumer are said not to exist. */
    static boolean isNotFound(RuntimeException failure) {
        return failure instanceof ResourceNotFoundException;
    }

    /** Returns what stands behind the wrapping of asynchronous calls. */
    static RuntimeException cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }

    /** Returns a line for the log: no text of a response is logged at its full length. */
    static String describe(RuntimeException failure) {
        String text = failure.toString().lines().findFirst().orElse("");
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    }
}
