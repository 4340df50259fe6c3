package io.iamwatch.deploy.bench;

import java.time.Duration;

/**
 * What was measured of the whole connector, from Kinesis to readable in Kafka.
 *
 * @param events that were measured, after others that only made it warm
 * @param took from the first of them being readable to the last
 * @param connector processor time of the connector's own threads: asking Kinesis, decoding, Connect's task, its
 *     producer
 * @param all processor time of everything that took part: this process with Connect, broker and reader, and the
 *     emulator
 */
public record ConnectorFigures(long events, Duration took, Duration connector, Duration all) {

    /** Returns how many came a second. */
    public double eventsPerSecond() {
        return events / seconds(took);
    }

    /** Returns how many came for each second that a core worked for the connector. */
    public double eventsPerCpuSecond() {
        return events / seconds(connector);
    }

    /** Returns which share of all processor time was the connector's. */
    public double cpuShare() {
        return seconds(connector) / seconds(all);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
