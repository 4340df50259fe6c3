package io.iamwatch.deploy.scan;

import io.iamwatch.contracts.cloudtrail.Route;
import io.iamwatch.detector.baseline.Baseline;
import io.iamwatch.detector.baseline.BaselineReader;
import io.iamwatch.detector.detection.Detection;
import io.iamwatch.detector.event.EventReader.Reading;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.judge.RecordJudge;
import io.iamwatch.detector.judge.ScanClock;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.state.KeyValues;
import io.iamwatch.ingest.decode.Decoded.CloudTrailRecord;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Judges records of files, one after the other, against what is remembered in memory. An account's snapshot is
 * judged when the account's records reach the time at which it was taken: before that it says nothing.
 */
final class RecordScan {

    private static final RecordJudge.Judged NOTHING = new RecordJudge.Judged(List.of(), false, false, false, 0);

    private final RecordJudge judge;
    private final ScanClock clock;
    private final Complaints complaints;
    private final DueSnapshots snapshots;
    private final StandingAlerts alerts = new StandingAlerts();
    private final Set<String> accounts = new HashSet<>();
    private final Instant now;
    private ScanFile open;
    private Instant from;
    private Instant to;
    private long records;
    private long relevant;
    private long repeated;
    private long late;
    private long future;

    /**
     * Prepares a scan.
     *
     * @param now when standard input counts as written
     */
    RecordScan(Rules rules, List<Baseline> snapshots, Complaints complaints, Instant now) {
        this.judge = new RecordJudge(rules, KeyValues.inMemory());
        this.clock = new ScanClock(new Detection(rules).horizon(), ScanClock.MAX_WAITING_BYTES);
        this.complaints = complaints;
        this.now = now;
        this.snapshots = new DueSnapshots(snapshots);
    }

    /** Takes a record; {@code at} counts what was read of its file before it. */
    void record(ScanFile file, long at, CloudTrailRecord record) {
        if (!file.equals(open)) {
            open = file;
            clock.written(file.written(now).getEpochSecond());
        }
        records++;
        accounts.add(record.account());
        Instant time = record.eventTime();
        from = from == null || time.isBefore(from) ? time : from;
        to = to == null || time.isAfter(to) ? time : to;
        byte[] bytes = record.bytes().toByteArray();
        Origin origin = new Origin(file.name(), 0, at, 0, null);
        if (record.route() != Route.IDENTITY) {
            follow(record, origin, bytes);
            return;
        }
        switch (judge.read(bytes, record.account(), origin)) {
            case Reading.Relevant(IamEvent event) -> {
                relevant++;
                clock.next(event, bytes).forEach(this::judge);
            }
            case Reading.Irrelevant irrelevant -> follow(record, origin, bytes);
            case Reading.Poison(String reason) -> complaints.rejected(file.name(), at, reason);
            case Reading.Misplaced(String account) ->
                complaints.rejected(file.name(), at, "a record of another account than its envelope's");
        }
    }

    private void follow(CloudTrailRecord record, Origin origin, byte[] bytes) {
        clock.deed(record.account(), record.eventTime().getEpochSecond(), origin, bytes).forEach(this::judge);
    }

    private void judge(ScanClock.Due due) {
        switch (due) {
            case ScanClock.Arrived arrived -> judge(arrived);
            case ScanClock.Deed deed -> guarded(deed.origin(),
                    () -> judge.follow(deed.record(), deed.account(), deed.origin()).orElse(NOTHING));
        }
    }

    private void judge(ScanClock.Arrived arrived) {
        IamEvent event = arrived.event();
        snapshots.until(event.id().account(), event.origin().arrival() / 1000).forEach(this::judge);
        RecordJudge.Judged judged = judge(event, arrived.record());
        repeated += judged.repeated() ? 1 : 0;
        late += judged.late() ? 1 : 0;
        future += judged.future() ? 1 : 0;
    }

    private RecordJudge.Judged judge(IamEvent event, byte[] record) {
        return guarded(event.origin(), () -> judge.judge(event, record));
    }

    private RecordJudge.Judged guarded(Origin origin, Supplier<RecordJudge.Judged> judgement) {
        try {
            RecordJudge.Judged judged = judgement.get();
            judged.alerts().forEach(version -> alerts.see(version.alert()));
            return judged;
        } catch (RuntimeException bug) {
            // A bug in a rule costs one record its judgement, and says so; it does not stop the scan.
            complaints.rejected(origin.topic(), origin.offset(), "a rule failed: " + bug.getClass().getName());
            return NOTHING;
        }
    }

    private void judge(Baseline snapshot) {
        for (int i = 0; i < snapshot.parts().size(); i++) {
            byte[] part = snapshot.parts().get(i);
            Origin origin = new Origin("baseline", 0, i, snapshot.startSecond() * 1000, null);
            if (BaselineReader.read(part, snapshot.account(), origin) instanceof BaselineReader.Reading.Part read) {
                read.events().forEach(event -> judge(event, part));
            }
        }
    }

    /** Judges what still waits, and tells what it all came to. */
    Scanned end(int files, int skipped) {
        clock.end().forEach(this::judge);
        snapshots.rest().forEach(this::judge);
        return new Scanned(files, skipped, records, relevant, repeated, late, future, accounts.size(), from, to,
                alerts);
    }
}
