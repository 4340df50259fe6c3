package io.iamwatch.deploy.endtoend;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** What Kinesis itself says that is in a stream. */
record KinesisStream(KinesisClient kinesis, String name) {

    /** All records by position: stream/shard/sequence. */
    Map<String, Record> records() {
        Map<String, Record> records = new LinkedHashMap<>();
        List<Shard> shards = kinesis.listShards(request -> request.streamName(name)).shards();
        for (Shard shard : shards) {
            String iterator = kinesis.getShardIterator(request -> request.streamName(name).shardId(shard.shardId())
                    .shardIteratorType(ShardIteratorType.TRIM_HORIZON)).shardIterator();
            boolean more = true;
            while (more) {
                String from = iterator;
                GetRecordsResponse answer = kinesis.getRecords(request -> request.shardIterator(from));
                answer.records().forEach(record -> records.put(
                        name + "/" + shard.shardId() + "/" + record.sequenceNumber(), record));
                iterator = answer.nextShardIterator();
                more = iterator != null && !answer.records().isEmpty();
            }
        }
        return records;
    }
}
