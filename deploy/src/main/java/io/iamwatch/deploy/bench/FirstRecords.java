package io.iamwatch.deploy.bench;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * Sees, in what Kafka's clients tell of themselves, when the consumers of an application get their first records.
 */
final class FirstRecords {

    private static final String CONSUMED = "records-consumed-total";

    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final ObjectName consumers;

    FirstRecords(String application) {
        try {
            consumers = new ObjectName(
                    "kafka.consumer:type=consumer-fetch-manager-metrics,client-id=" + application + "-*");
        } catch (MalformedObjectNameException strange) {
            throw new IllegalArgumentException("no application id for a measurement: " + application, strange);
        }
    }

    boolean haveCome() {
        return beans.queryNames(consumers, null).stream()
                .filter(name -> !name.getKeyProperty("client-id").endsWith("-restore-consumer"))
                .anyMatch(this::hasConsumed);
    }

    private boolean hasConsumed(ObjectName consumer) {
        try {
            return beans.getAttribute(consumer, CONSUMED) instanceof Double count && count > 0;
        } catch (JMException gone) {
            return false;
        }
    }
}
