package io.iamwatch.ingest.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collections;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the connector lets Connect store when somebody moves positions. */
class OffsetChangeTest {

    private static final Map<String, String> CONFIG = Map.of("kinesis.streams", "trail,other", "kinesis.region",
            "eu-central-1");

    private final KinesisSourceConnector connector = new KinesisSourceConnector();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"shard":"trail/shardId-0"} | {"sequence":"495900","state":"ACTIVE"}
            {"shard":"other/shardId-0"} | {"pinned_ms":1700000000000,"state":"ACTIVE"}
            {"shard":"trail/shardId-0"} | {"sequence":"495900","state":"SHARD_END"}
            {"shard":"trail/shardId-0"} | {"state":"SHARD_END"}
            """)
    void aPositionIsTaken(String partition, String offset) throws JsonProcessingException {
        assertThat(connector.alterOffsets(CONFIG, Map.of(map(partition), map(offset)))).isTrue();
    }

    @Test
    void aShardOfAStreamThatIsNoLongerReadCanBeForgotten() {
        assertThat(connector.alterOffsets(CONFIG,
                Collections.singletonMap(Map.of("shard", "former/shardId-0"), null))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"shard":"trail"}                 | {"sequence":"1","state":"ACTIVE"}    | shard of a stream
            {"stream":"trail"}                | {"sequence":"1","state":"ACTIVE"}    | allowed: {shard: stream/shardId}
            {"shard":"trail/s","stream":"t"}  | {"sequence":"1","state":"ACTIVE"}    | allowed: {shard: stream/shardId}
            {"shard":7}                       | {"sequence":"1","state":"ACTIVE"}    | allowed: {shard: stream/shardId}
            {"shard":"tail/shardId-0"}        | {"sequence":"1","state":"ACTIVE"}    | it reads: trail, other
            {"shard":"trail/shardId-0"}       | {"sequence":"LATEST","state":"ACTIVE"} | no sequence number
            {"shard":"trail/shardId-0"}       | {"sequence":"007","state":"ACTIVE"}  | no sequence number
            {"shard":"trail/shardId-0"}       | {"sequence":"1"}                     | not understood
            {"shard":"trail/shardId-0"}       | {"sequence":1,"state":"ACTIVE"}      | not understood
            {"shard":"trail/shardId-0"}       | {}                                   | not understood
            """)
    void nonsenseIsRefusedWithWhatIsAllowed(String partition, String offset, String allowed)
            throws JsonProcessingException {
        Map<Map<String, ?>, Map<String, ?>> change = Map.of(map(partition), map(offset));
        assertThatThrownBy(() -> connector.alterOffsets(CONFIG, change)).isInstanceOf(ConnectException.class)
                .hasMessageContaining(allowed);
    }

    private static Map<String, ?> map(String json) throws JsonProcessingException {
        return new ObjectMapper().readerForMapOf(Object.class).readValue(json);
    }
}
