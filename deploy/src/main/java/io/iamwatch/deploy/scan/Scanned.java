package io.iamwatch.deploy.scan;

import java.time.Instant;

/**
 * What a scan read and found.
 *
 * @param files how many files were read to their ends
 * @param skipped how many digest and Insights files were left out
 * @param records how many CloudTrail records there were
 * @param relevant how many of them the rules need, repeated ones among them
 * @param repeated how many had been seen before
 * @param late how many came after the lateness horizon
 * @param future how many are dated in the future of those around them
 * @param accounts how many accounts they belong to
 * @param from event time of the oldest record; null where there was none
 * @param to event time of the newest record; null where there was none
 * @param alerts what stands in the end
 */
public record Scanned(int files, int skipped, long records, long relevant, long repeated, long late, long future,
        int accounts, Instant from, Instant to, StandingAlerts alerts) {
}
