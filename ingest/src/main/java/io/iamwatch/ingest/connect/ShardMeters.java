package io.iamwatch.ingest.connect;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.metrics.PluginMetrics;

/** What is counted of a shard, and in total. */
record ShardMeters(Meter records, Meter bytes, Meter events, Meter canary, Meter rejected, Meter retries,
        Meter repeated, Meter gaps, Meter gapMs, Meter behind) {

    ShardMeters(Optional<PluginMetrics> plugin, Map<String, String> tags) {
        this(Meter.shown(plugin, "kinesis-records-total", "Kinesis records read", tags),
                Meter.shown(plugin, "kinesis-bytes-total", "bytes of the Kinesis records read", tags),
                Meter.shown(plugin, "events-total", "CloudTrail records decoded", tags),
                Meter.shown(plugin, "canary-events-total", "identity events of accounts that AWS does not give", tags),
                Meter.shown(plugin, "rejected-total", "units that are no usable CloudTrail record", tags),
                Meter.shown(plugin, "retries-total", "calls of Kinesis that failed and were tried again", tags),
                Meter.shown(plugin, "repeated-total", "Kinesis records that came again and went no further", tags),
                Meter.shown(plugin, "gaps-total", "times that records may be missing, removed before they were read",
                        tags),
                Meter.shown(plugin, "gap-ms-total", "milliseconds in which the missing records arrived", tags),
                Meter.shown(plugin, "millis-behind-latest",
                        "MillisBehindLatest of the newest answer; in total, of the shard that is furthest behind",
                        tags));
    }

    void record(int size) {
        records.add(1);
        bytes.add(size);
    }

    void gap(Duration size) {
        gaps.add(1);
        gapMs.add(size.toMillis());
    }
}
