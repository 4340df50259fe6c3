package io.iamwatch.deploy.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Processor time so far.
 *
 * @param connector of the threads that work for the connector only
 * @param all of this process and of those that it started
 */
record CpuTimes(Duration connector, Duration all) {

    /** What Connect calls the threads of a connector's tasks and of their producers, and ingest those that fetch. */
    private static final List<String> CONNECTOR_THREADS = List.of("task-thread-" + ConnectorBench.CONNECTOR,
            "kafka-producer-network-thread | connector-producer-" + ConnectorBench.CONNECTOR, "kinesis-");

    static CpuTimes now() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long nanos = Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds())).filter(Objects::nonNull)
                .filter(CpuTimes::worksForTheConnector).mapToLong(ThreadInfo::getThreadId)
                .map(threads::getThreadCpuTime).filter(time -> time > 0).sum();
        return new CpuTimes(Duration.ofNanos(nanos), processes());
    }

    private static boolean worksForTheConnector(ThreadInfo thread) {
        return CONNECTOR_THREADS.stream().anyMatch(thread.getThreadName()::startsWith);
    }

    private static Duration processes() {
        ProcessHandle self = ProcessHandle.current();
        return Stream.concat(Stream.of(self), self.descendants())
                .flatMap(process -> process.info().totalCpuDuration().stream()).reduce(Duration.ZERO, Duration::plus);
    }

    CpuTimes minus(CpuTimes before) {
        return new CpuTimes(connector.minus(before.connector), all.minus(before.all));
    }
}
