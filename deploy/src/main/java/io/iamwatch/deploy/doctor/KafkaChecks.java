package io.iamwatch.deploy.doctor;

import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.contracts.topic.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.kafka.server.common.MetadataVersion;

/** Looks at Kafka: whether it answers, the topics against the contract, what this client may do. */
final class KafkaChecks {

    private static final int LIMIT_MILLIS = 10_000;
    /** The brokers' own default. */
    private static final short DEFAULT_REPLICATION = -1;
    private static final String KAFKA = "Kafka";
    private static final String TOPICS = "topics";

    private final Map<String, Object> client;
    private final int partitions;
    private final boolean fix;

    /**
     * Prepares to look.
     *
     * @param partitions of topics that are created where none exist
     * @param fix whether to create topics that are missing, and to end transactions that Kafka never ends
     */
    KafkaChecks(Map<String, Object> client, int partitions, boolean fix) {
        this.client = new HashMap<>(client);
        this.client.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, LIMIT_MILLIS);
        this.client.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, LIMIT_MILLIS);
        this.partitions = partitions;
        this.fix = fix;
    }

    List<Finding> look() throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        try (Admin admin = Admin.create(client)) {
            findings.add(Finding.good(KAFKA, brokers(admin)));
            findings.addAll(topics(admin));
            findings.addAll(new TransactionChecks(client, fix).look(admin));
        } catch (ExecutionException failure) {
            findings.add(Finding.bad(KAFKA, "does not do what is asked: " + failure.getCause().getMessage(),
                    "look at bootstrap.servers, at kafka.* for TLS and SASL, and at the brokers"));
        } catch (org.apache.kafka.common.KafkaException refused) {
            String cause = refused.getCause() == null ? refused.getMessage() : refused.getCause().getMessage();
            findings.add(Finding.bad(KAFKA, "no client can be made: " + cause,
                    "look at bootstrap.servers and kafka.*"));
        }
        return findings;
    }

    private static String brokers(Admin admin) throws InterruptedException, ExecutionException {
        var cluster = admin.describeCluster();
        return cluster.nodes().get().size() + " brokers answer, cluster " + cluster.clusterId().get() + version(admin)
                + "; the clients here are " + AppInfoParser.getVersion();
    }

    /** What the whole cluster has agreed on; that of each broker is not asked for. */
    private static String version(Admin admin) throws InterruptedException, ExecutionException {
        FinalizedVersionRange level = admin.describeFeatures().featureMetadata().get().finalizedFeatures()
                .get(MetadataVersion.FEATURE_NAME);
        return level == null ? "" : ", metadata.version " + MetadataVersion.fromFeatureLevel(level.maxVersionLevel());
    }

    private List<Finding> topics(Admin admin) throws InterruptedException, ExecutionException {
        List<Finding> findings = new ArrayList<>();
        Set<String> existing = admin.listTopics().names().get();
        List<Topic> missing = Topics.IN_FLOW_ORDER.stream().filter(topic -> !existing.contains(topic.name())).toList();
        Map<String, TopicDescription> there = describe(admin, Topics.IN_FLOW_ORDER.stream().map(Topic::name)
                .filter(existing::contains).toList());
        if (existing.contains(Topics.REWRITE)) {
            findings.add(Finding.bad(TOPICS, "are being rewritten, or that was interrupted",
                    "wait, or go on with the command that began it and --resume: no service starts until then"));
        }
        Map<String, Integer> counts = new TreeMap<>();
        there.forEach((name, topic) -> counts.put(name, topic.partitions().size()));
        Set<Integer> different = new TreeSet<>(counts.values());
        if (!missing.isEmpty()) {
            findings.add(missing(admin, missing, different));
        }
        if (different.size() > 1) {
            findings.add(Finding.bad(TOPICS, "have not one partition count: " + counts,
                    "iamwatch topics migrate --partitions N: accounts would be judged on half of their events"));
        } else if (!counts.isEmpty()) {
            findings.add(Finding.good(TOPICS, counts.size() + " with " + different.iterator().next() + " partitions"));
        }
        findings.addAll(settings(admin, there.keySet()));
        findings.addAll(rights(there.values()));
        return findings;
    }

    private static Map<String, TopicDescription> describe(Admin admin, Collection<String> names)
            throws InterruptedException, ExecutionException {
        return admin.describeTopics(names, new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .allTopicNames().get();
    }

    private Finding missing(Admin admin, List<Topic> missing, Set<Integer> counts)
            throws InterruptedException, ExecutionException {
        String names = missing.stream().map(Topic::name).collect(Collectors.joining(", "));
        if (!fix) {
            return Finding.bad(TOPICS, "missing: " + names, "create them: iamwatch doctor --config FILE --fix");
        }
        int count = counts.size() == 1 ? counts.iterator().next() : partitions;
        List<NewTopic> created = missing.stream().map(topic -> topic.toNewTopic(count, DEFAULT_REPLICATION)).toList();
        admin.createTopics(created).all().get();
        return Finding.good(TOPICS, "created with " + count + " partitions: " + names);
    }

    /** What is stored for ever by contract and deleted by the brokers is lost. */
    private static List<Finding> settings(Admin admin, Collection<String> names)
            throws InterruptedException, ExecutionException {
        List<ConfigResource> resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
        Map<ConfigResource, Config> configs = admin.describeConfigs(resources).all().get();
        List<Finding> findings = new ArrayList<>();
        for (Topic topic : Topics.IN_FLOW_ORDER) {
            Config config = configs.get(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()));
            if (config != null) {
                topic.toNewTopic(1, (short) 1).configs().forEach((key, value) -> {
                    String is = config.get(key) == null ? "absent" : config.get(key).value();
                    if (!value.equals(is)) {
                        findings.add(Finding.warning(topic.name(), key + "=" + is + " instead of " + value,
                                "set it, unless it is meant: less is kept, or large records are refused"));
                    }
                });
            }
        }
        return findings;
    }

    /** Brokers without an authorizer allow everything; those that do not tell are not asked further. */
    private static List<Finding> rights(Collection<TopicDescription> topics) {
        Set<AclOperation> needed = Set.of(AclOperation.READ, AclOperation.WRITE, AclOperation.DESCRIBE);
        return topics.stream().filter(topic -> topic.authorizedOperations() != null)
                .filter(topic -> !topic.authorizedOperations().containsAll(needed))
                .map(topic -> Finding.bad(topic.name(), "this client may only " + topic.authorizedOperations(),
                        "give it READ, WRITE and DESCRIBE, or what of it the services need that it runs"))
                .toList();
    }
}
