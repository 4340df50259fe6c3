package io.iamwatch.deploy.embedded;

import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.transaction.HangingTransactions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker in this process, broker and controller in one, that keeps its data in a folder. Started again
 * on the same folder, after a clean end or a kill, it has what it had.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final int BIND_ATTEMPTS = 3;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
    private static final Duration TOPICS_LIMIT = Duration.ofSeconds(30);

    private final KafkaRaftServer server;
    private final int port;
    private final FolderLock lock;

    private EmbeddedBroker(KafkaRaftServer server, int port, FolderLock lock) {
        this.server = server;
        this.port = port;
        this.lock = lock;
    }

    /**
     * Starts a broker and returns when it answers. What a former life of it has left without an end is given its end
     * before any client of this start comes.
     *
     * @param folder where its data is or is to be; created and formatted when it is not yet
     * @param port where clients connect, 0 for any free one. Name the port of the last start when clients of that start
     *     live on
     * @throws IllegalStateException when the folder cannot be used or is in use, or the port is taken
     */
    public static EmbeddedBroker start(Path folder, int port) {
        if (port != 0 && !Loopback.isFree(port)) {
            throw new IllegalStateException("no broker on " + Loopback.ADDRESS + ":" + port
                    + ": the port is taken. Stop what uses it, or name another port, or 0 for a free one");
        }
        FolderLock lock = lockForStart(folder);
        boolean again = isFormatted(folder);
        EmbeddedBroker started = null;
        try {
            started = start(folder, port, lock);
        } finally {
            if (started == null) {
                lock.close();
            }
        }
        return again ? withoutHangingTransactions(started) : started;
    }

    private static EmbeddedBroker withoutHangingTransactions(EmbeddedBroker started) {
        try {
            HangingTransactions.endAll(started.bootstrapServers());
            return started;
        } catch (RuntimeException failure) {
            started.close();
            throw failure;
        }
    }

    /** By the time Kafka asks for its own lock it has written to its metadata's log, whoever else is at work there. */
    private static FolderLock lockForStart(Path folder) {
        try {
            Files.createDirectories(folder);
            return FolderLock.take(List.of(ownLock(folder))).orElseThrow(() -> new IllegalStateException(folder
                    + " is in use: by another broker that has its data there, or a backup of it. Wait for its end, or"
                    + " name another folder"));
        } catch (IOException | UncheckedIOException failure) {
            throw new IllegalStateException("no broker with its data in " + folder + ": " + failure, failure);
        }
    }

    private static EmbeddedBroker start(Path folder, int port, FolderLock lock) {
        format(folder);
        for (int attempt = 1;; attempt++) {
            List<Integer> free = Loopback.freePorts(2);
            int brokerPort = port == 0 ? free.getFirst() : port;
            try {
                return new EmbeddedBroker(startServer(folder, brokerPort, free.getLast()), brokerPort, lock);
            } catch (RuntimeException e) {
                // Between finding a free port and binding it another process may have taken it.
                if (port != 0 || attempt == BIND_ATTEMPTS) {
                    throw new IllegalStateException("no broker on " + Loopback.ADDRESS + ":" + brokerPort
                            + " with its data in " + folder + ": " + rootCause(e), e);
                }
                LOG.debug("broker start failed, trying other ports", e);
            }
        }
    }

    /** Returns whether the broker that had its data in a folder has stopped, and its log is on the disk. */
    public static boolean hasStoppedCleanly(Path folder) {
        return Files.exists(folder.resolve(".kafka_cleanshutdown"));
    }

    /**
     * Returns the files whose locks keep brokers out of a folder: that of this class, before Kafka touches anything,
     * and Kafka's own, which other brokers have too.
     */
    public static List<Path> locks(Path folder) {
        return List.of(ownLock(folder), folder.resolve(".lock"));
    }

    private static Path ownLock(Path folder) {
        return folder.resolve(".iamwatch.lock");
    }

    /** Returns whether a folder holds a broker's data: the formatter writes {@code meta.properties} last. */
    public static boolean isFormatted(Path folder) {
        return Files.exists(folder.resolve("meta.properties"));
    }

    /** Returns the address for clients. */
    public String bootstrapServers() {
        return Loopback.ADDRESS + ":" + port;
    }

    /** Returns the port of {@link #bootstrapServers()}. */
    public int port() {
        return port;
    }

    /**
     * Creates every topic of {@link Topics#IN_FLOW_ORDER} that does not exist, and returns when all can be used.
     * Existing topics are kept as they are, also with another partition count; what a newer release adds gets theirs.
     */
    public void createTopics(int partitions) {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()))) {
            int count = existing(admin, Topics.IDENTITY.name()).orElse(partitions);
            List<NewTopic> topics = Topics.IN_FLOW_ORDER.stream().map(t -> t.toNewTopic(count, (short) 1)).toList();
            admin.createTopics(topics).values().values().forEach(EmbeddedBroker::createdOrKept);
            List<String> names = Topics.IN_FLOW_ORDER.stream().map(Topic::name).toList();
            Await.until("leaders of " + names, TOPICS_LIMIT, () -> leadersAnswer(admin, names));
        }
    }

    /** Returns how many partitions a topic has; empty where there is none. */
    private static OptionalInt existing(Admin admin, String topic) {
        try {
            return OptionalInt.of(admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions()
                    .size());
        } catch (ExecutionException missing) {
            return OptionalInt.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while topics were created", interrupted);
        }
    }

    @Override
    public void close() {
        Shutdown.within(STOP_LIMIT, "the broker", () -> {
            server.shutdown();
            server.awaitShutdown();
            lock.close();
        });
    }

    private static KafkaRaftServer startServer(Path folder, int port, int controllerPort) {
        KafkaConfig settings = new KafkaConfig(BrokerSettings.of(folder, port, controllerPort), false);
        KafkaRaftServer server = new KafkaRaftServer(settings, Time.SYSTEM);
        try {
            server.startup();
            return server;
        } catch (RuntimeException e) {
            Shutdown.within(STOP_LIMIT, "the broker that did not start", server::shutdown);
            throw e;
        }
    }

    private static void format(Path folder) {
        if (isFormatted(folder)) {
            return;
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try {
            new Formatter()
                    .setNodeId(BrokerSettings.NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                    .setDirectories(List.of(folder.toString()))
                    .setMetadataLogDirectory(folder.toString())
                    .setHasDynamicQuorum(false)
                    .setIgnoreFormatted(true)
                    .setPrintStream(new PrintStream(said, true, StandardCharsets.UTF_8))
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException("cannot format " + folder + " for a broker: " + e.getMessage(), e);
        }
        LOG.debug("formatted: {}", said.toString(StandardCharsets.UTF_8));
    }

    private static Throwable rootCause(Throwable e) {
        return e.getCause() == null ? e : rootCause(e.getCause());
    }

    private static void createdOrKept(KafkaFuture<Void> creation) {
        try {
            creation.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topics", e);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException("cannot create the topics: " + e.getCause().getMessage(), e.getCause());
            }
        }
    }

    /**
     * The controller has decided on a topic before the broker, which follows the metadata log, knows of it, and the
     * broker names itself as a partition's leader before it takes records for it: the first batch of a producer that is
     * refused in between can be overtaken by its second, and is then retried as out of order for ever. Offsets are told
     * only by who takes records too.
     */
    private static boolean leadersAnswer(Admin admin, List<String> names) {
        try {
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            admin.describeTopics(names).allTopicNames().get().forEach((name, topic) -> topic.partitions()
                    .forEach(p -> ends.put(new TopicPartition(name, p.partition()), OffsetSpec.latest())));
            admin.listOffsets(ends).all().get();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topics", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw new IllegalStateException("cannot look at the topics: " + e.getCause().getMessage(), e.getCause());
        }
    }
}
