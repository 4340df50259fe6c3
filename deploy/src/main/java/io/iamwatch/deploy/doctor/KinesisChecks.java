package io.iamwatch.deploy.doctor;

import io.iamwatch.deploy.config.KinesisSource;
import io.iamwatch.ingest.kinesis.KinesisClients;
import io.iamwatch.ingest.kinesis.KinesisEndpoint;
import io.iamwatch.ingest.kinesis.StreamName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * Looks at Kinesis with the calls that the connector makes: whether they are allowed, and how far back it reads.
 */
final class KinesisChecks {

    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    private final InstantSource wallClock;
    private final KinesisSource source;

    KinesisChecks(Map<String, String> connector, InstantSource wallClock) {
        this.wallClock = wallClock;
        this.source = KinesisSource.of(connector);
    }

    List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        try (KinesisClients clients = new KinesisClients(KinesisEndpoint::connect, source.endpoint())) {
            for (StreamName stream : source.streams()) {
                findings.addAll(look(clients, stream));
            }
        }
        return findings;
    }

    private List<Finding> look(KinesisClients clients, StreamName stream) {
        String what = "stream " + stream.name();
        try {
            KinesisClient kinesis = clients.of(stream);
            ListShardsResponse shards = kinesis.listShards(
                    ListShardsRequest.builder().streamName(stream.name()).build());
            long behind = behind(kinesis, stream, shards.shards().getFirst().shardId());
            List<Finding> findings = new ArrayList<>(List.of(Finding.good(what, shards.shards().size()
                    + " shards can be listed and read, the oldest record of the first is "
                    + Duration.ofMillis(behind).toMinutes() + " minutes behind")));
            clock(shards).ifPresent(findings::add);
            return findings;
        } catch (KinesisException refused) {
            return List.of(Finding.bad(what, refused.awsErrorDetails().errorCode() + ": "
                    + refused.awsErrorDetails().errorMessage(),
                    "look at kinesis.streams and kinesis.region, and at the IAM policy: ListShards, "
                            + "GetShardIterator, GetRecords"));
        } catch (SdkException | IllegalArgumentException away) {
            return List.of(Finding.bad(what, "cannot be asked: " + away.getMessage(),
                    "look at the network, kinesis.endpoint and the AWS credentials"));
        }
    }

    private static long behind(KinesisClient kinesis, StreamName stream, String shard) {
        String iterator = kinesis.getShardIterator(request -> request.streamName(stream.name()).shardId(shard)
                .shardIteratorType(ShardIteratorType.TRIM_HORIZON)).shardIterator();
        GetRecordsResponse records = kinesis.getRecords(request -> request.shardIterator(iterator).limit(1));
        return records.millisBehindLatest() == null ? 0 : records.millisBehindLatest();
    }

    /** AWS refuses requests that are signed at another time, and what is measured as a delay would be wrong. */
    private Optional<Finding> clock(ListShardsResponse answer) {
        Optional<Instant> there = answer.sdkHttpResponse().firstMatchingHeader("Date").flatMap(KinesisChecks::time);
        return there.map(time -> {
            Duration apart = Duration.between(time, wallClock.instant()).abs();
            return apart.compareTo(TOLERANCE) > 0
                    ? Finding.bad("clock", "this machine and Kinesis are " + apart.toSeconds() + " s apart",
                            "let NTP set the clock")
                    : Finding.good("clock", "within a minute of Kinesis'");
        });
    }

    private static Optional<Instant> time(String header) {
        try {
            return Optional.of(ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeParseException strange) {
            return Optional.empty();
        }
    }
}
