package io.iamwatch.deploy.replay;

import io.iamwatch.contracts.cloudtrail.Route;
import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.scan.Complaints;
import io.iamwatch.deploy.scan.DueSnapshots;
import io.iamwatch.deploy.scan.FileName;
import io.iamwatch.deploy.scan.RecordFiles;
import io.iamwatch.deploy.scan.ScanFile;
import io.iamwatch.detector.baseline.Baseline;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.judge.ScanClock;
import io.iamwatch.detector.replay.Lane;
import io.iamwatch.ingest.decode.Decoded.CloudTrailRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads the records of files into a lane. A record arrived when CloudTrail delivered its file, as the file's name
 * says; where the name does not, it arrived when it happened, but not later than the file was written. It stands in
 * its file, at the number that it has among all records that are read. A snapshot is judged before the account's
 * first record that arrived in the second in which it was begun, or later.
 */
final class FilesRun implements RecordFiles.Sink {

    /** The lane is the only one: every account is at home there. */
    static final int PARTITIONS = 1;

    private final Lane lane;
    private final Complaints complaints;
    private final ArrivalRange range;
    private final Instant now;
    private final DueSnapshots snapshots;
    private final ArrivalOrder waiting = new ArrivalOrder(ScanClock.MAX_WAITING_BYTES, this::judge);
    private ScanFile open;
    private Optional<Instant> delivered = Optional.empty();
    private long written;
    private long number;
    private long parts;
    private long firstArrival = Long.MAX_VALUE;
    private long lastArrival = Long.MIN_VALUE;

    /**
     * Prepares a run.
     *
     * @param now when standard input counts as written
     * @param snapshots of accounts
     */
    FilesRun(Lane lane, Complaints complaints, ArrivalRange range, Instant now, List<Baseline> snapshots) {
        this.lane = lane;
        this.complaints = complaints;
        this.range = range;
        this.now = now;
        this.snapshots = new DueSnapshots(snapshots);
    }

    @Override
    public void record(ScanFile file, long at, CloudTrailRecord record) {
        open(file);
        byte[] bytes = record.bytes().toByteArray();
        if (bytes.length > Topic.MAX_VALUE_BYTES) {
            complaints.rejected(file.name(), at, "larger than the " + Topic.MAX_VALUE_BYTES
                    + " bytes that a record of a topic can have");
            return;
        }
        long arrival = delivered.map(Instant::toEpochMilli)
                .orElseGet(() -> Math.min(written, record.eventTime().toEpochMilli()));
        Origin origin = new Origin(place(file), 0, number++, Math.max(0, arrival), null);
        if (range.isRead(arrival)) {
            // What was done in the second of a change may have been done after it.
            boolean isLast = delivered.isEmpty() && record.route() != Route.IDENTITY;
            waiting.add(new ArrivalOrder.Waiting(origin, isLast, record.account(), bytes));
        }
    }

    /** No name of a file is that of a topic. */
    private static String place(ScanFile file) {
        return file.name().indexOf('/') < 0 ? "./" + file.name() : file.name();
    }

    private void open(ScanFile file) {
        if (file.equals(open)) {
            return;
        }
        open = file;
        delivered = file.path() == null ? Optional.empty() : FileName.delivered(file.path());
        written = file.written(now).toEpochMilli();
    }

    private void judge(ArrivalOrder.Waiting next) {
        Origin origin = next.origin();
        snapshots.until(next.account(), origin.arrival() / 1000).forEach(this::judge);
        lane.next(origin, next.account(), next.record(), counts(origin.arrival()));
    }

    /** What a snapshot says holds long after it was taken: one from before a warm-up is judged too. */
    private void judge(Baseline snapshot) {
        long arrival = snapshot.startSecond() * 1000;
        if (arrival < range.to()) {
            snapshot.parts().forEach(part -> lane.next(
                    new Origin(Topics.BASELINE.name(), 0, parts++, arrival, null), snapshot.account(), part,
                    counts(arrival)));
        }
    }

    private boolean counts(long arrival) {
        boolean counts = range.counts(arrival);
        if (counts) {
            firstArrival = Math.min(firstArrival, arrival);
            lastArrival = Math.max(lastArrival, arrival);
        }
        return counts;
    }

    PartitionRun.Ended end() {
        waiting.end();
        snapshots.rest().forEach(this::judge);
        return new PartitionRun.Ended(lane.end(), firstArrival, lastArrival);
    }
}
