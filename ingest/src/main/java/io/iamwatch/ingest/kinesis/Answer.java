package io.iamwatch.ingest.kinesis;

import java.util.List;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * One answer of Kinesis about a shard.
 *
 * @param records in the order of the shard
 * @param millisBehindLatest how far behind the newest record it is
 * @param end whether the shard is closed and nothing follows
 */
record Answer(List<Record> records, long millisBehindLatest, boolean end) {
}
