package io.iamwatch.deploy.bench;

import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.AccountPartitioner;
import io.iamwatch.contracts.topic.RecordHeaders;
import io.iamwatch.contracts.topic.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes alerts: one about each user, then more of them at a fixed rate until it is closed. */
final class AlertFlow implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(50);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final KafkaProducer<String, DetectionFinding> producer;
    private final Random random = new Random(7);
    private final BenchAlert alerts = new BenchAlert(random);
    private final AtomicLong written = new AtomicLong();
    private final InstantSource wallClock;
    private final int users;
    private volatile boolean stopped;
    private Thread thread;

    AlertFlow(String bootstrapServers, int users, InstantSource wallClock) {
        this.users = users;
        this.wallClock = wallClock;
        producer = new KafkaProducer<>(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ProducerConfig.PARTITIONER_CLASS_CONFIG, AccountPartitioner.class.getName(),
                ProducerConfig.LINGER_MS_CONFIG, 5), new StringSerializer(), JsonSerde.alerts().serializer());
    }

    /** Writes one alert about each user. */
    void aboutEverybody() {
        for (int user = 0; user < users; user++) {
            write(user);
        }
        producer.flush();
    }

    /** Begins to write so many a second, about users at random. */
    void begin(int perSecond) {
        thread = Thread.ofPlatform().daemon().name("bench-alerts").start(() -> {
            long start = wallClock.millis();
            long owed = 0;
            while (!stopped) {
                long due = (wallClock.millis() - start) * perSecond / 1000;
                while (owed < due && !stopped) {
                    write(random.nextInt(users));
                    owed++;
                }
                LockSupport.parkNanos(TICK.toNanos());
            }
        });
    }

    /** Returns how many were written. */
    long written() {
        return written.get();
    }

    private void write(int user) {
        long number = written.incrementAndGet();
        long now = wallClock.millis();
        DetectionFinding alert = alerts.alert(user, number * 3, now);
        ProducerRecord<String, DetectionFinding> record = new ProducerRecord<>(Topics.ALERTS.name(), null, now,
                BenchAlert.key(user), alert);
        RecordHeaders.add(record.headers(), RecordHeaders.CE_ID, alert.findingInfo().uid() + "/cloudtrail.identity/0/"
                + number);
        var unused = producer.send(record);
    }

    @Override
    public void close() {
        stopped = true;
        if (thread != null) {
            try {
                thread.join(CLOSE_LIMIT.toMillis());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        producer.close(CLOSE_LIMIT);
    }
}
