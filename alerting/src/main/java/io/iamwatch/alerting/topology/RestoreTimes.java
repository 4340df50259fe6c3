package io.iamwatch.alerting.topology;

import io.iamwatch.contracts.measure.ApplicationMeters;
import java.time.InstantSource;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** Measures how long state is read from its changelog before a task can work. */
final class RestoreTimes implements StateRestoreListener {

    private final ApplicationMeters meters;
    private final InstantSource wallClock;

    RestoreTimes(ApplicationMeters meters, InstantSource wallClock) {
        this.meters = meters;
        this.wallClock = wallClock;
    }

    @Override
    public void onRestoreStart(TopicPartition changelog, String store, long startingOffset, long endingOffset) {
        meters.restoreBegins(changelog, wallClock.millis());
    }

    @Override
    public void onBatchRestored(TopicPartition changelog, String store, long endOffset, long restored) {
        // How far it is, Streams tells.
    }

    @Override
    public void onRestoreEnd(TopicPartition changelog, String store, long restored) {
        meters.restoreEnds(changelog, wallClock.millis());
    }

    @Override
    public void onRestoreSuspended(TopicPartition changelog, String store, long restored) {
        meters.restoreBreaksOff(changelog);
    }
}
