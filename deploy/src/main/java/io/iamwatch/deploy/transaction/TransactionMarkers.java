package io.iamwatch.deploy.transaction;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientRequest;
import org.apache.kafka.clients.ClientResponse;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.DefaultHostResolver;
import org.apache.kafka.clients.ManualMetadataUpdater;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.NetworkClientUtils;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest.TxnMarkerEntry;
import org.apache.kafka.common.requests.WriteTxnMarkersResponse;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;

/**
 * Writes the ends of transactions into partitions, as a coordinator does. Kafka's admin client can abort this way
 * (KIP-664), and has nothing for a transaction that was decided to be committed. Needs CLUSTER_ACTION on the
 * cluster.
 */
final class TransactionMarkers implements AutoCloseable {

    private static final String CLIENT = "iamwatch-transaction-markers";
    /** Ends that do not raise the epoch again: the coordinator has done that. */
    private static final short VERSION = 0;

    private final int limitMillis;
    private final Metrics metrics = new Metrics();
    private final NetworkClient client;

    TransactionMarkers(Map<String, Object> settings) {
        AdminClientConfig config = new AdminClientConfig(settings);
        limitMillis = config.getInt(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG);
        client = ClientUtils.createNetworkClient(config, CLIENT, metrics, CLIENT, new LogContext(), new ApiVersions(),
                Time.SYSTEM, 1, limitMillis, null, new ManualMetadataUpdater(), new DefaultHostResolver(), null, null);
    }

    /**
     * Ends a transaction where it hangs.
     *
     * @param leaders of its partitions
     * @throws IOException when a broker cannot be reached, or refuses: with what it says
     */
    void write(HangingTransaction transaction, Map<TopicPartition, Node> leaders) throws IOException {
        Map<Node, List<TopicPartition>> byLeader = transaction.partitions().keySet().stream()
                .collect(Collectors.groupingBy(leaders::get));
        for (Map.Entry<Node, List<TopicPartition>> part : byLeader.entrySet()) {
            WriteTxnMarkersResponse answer = (WriteTxnMarkersResponse) ask(part.getKey(),
                    new WriteTxnMarkersRequest.Builder(entries(transaction, part.getValue()))).responseBody();
            refuse(answer);
        }
    }

    /** One for each partition, since each has its own epochs. */
    private static List<TxnMarkerEntry> entries(HangingTransaction transaction, List<TopicPartition> partitions) {
        Map<EpochPair, List<TopicPartition>> alike = new HashMap<>();
        partitions.forEach(partition -> alike.computeIfAbsent(EpochPair.of(transaction.partitions().get(partition)),
                epochs -> new ArrayList<>()).add(partition));
        return alike.entrySet().stream().map(part -> new TxnMarkerEntry(transaction.producerId(),
                part.getKey().producer(), part.getKey().coordinator(), transaction.end(), part.getValue(), VERSION))
                .toList();
    }

    private ClientResponse ask(Node leader, WriteTxnMarkersRequest.Builder request) throws IOException {
        if (!NetworkClientUtils.awaitReady(client, leader, Time.SYSTEM, limitMillis)) {
            throw new IOException("broker " + leader.id() + " does not answer within " + limitMillis + " ms");
        }
        ClientRequest sent = client.newClientRequest(leader.idString(), request, Time.SYSTEM.milliseconds(), true);
        return NetworkClientUtils.sendAndReceive(client, sent, Time.SYSTEM);
    }

    private static void refuse(WriteTxnMarkersResponse answer) throws IOException {
        Map<TopicPartition, Errors> refused = new HashMap<>();
        answer.errorsByProducerId().values().forEach(refused::putAll);
        refused.values().removeIf(error -> error == Errors.NONE);
        if (!refused.isEmpty()) {
            throw new IOException("the end of a transaction was refused: " + refused);
        }
    }

    @Override
    public void close() {
        client.close();
        metrics.close();
    }

    /** What a partition knows of a producer: its epoch, and that of the coordinator which wrote the last end. */
    private record EpochPair(short producer, int coordinator) {

        static EpochPair of(ProducerState state) {
            return new EpochPair((short) state.producerEpoch(), state.coordinatorEpoch().orElse(0));
        }
    }
}
