package io.iamwatch.deploy.status.kafka;

import io.iamwatch.contracts.measure.ApplicationMeters;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * Tells Prometheus of this process' metrics of Kafka: those that the services count ({@link IngestTable},
 * {@link DetectorTable}, {@link AlertingTable}, {@link CanaryTable}), and of Streams, Connect and clients what
 * somebody looks at. They are read where Kafka shows them, in JMX, each time that Prometheus asks: nothing is kept
 * of what has ended, and nobody pays for what is not asked. What no table names is not told, so that the number of
 * time series is bounded.
 */
public final class KafkaMeters implements MultiCollector {

    private static final List<String> DOMAINS = List.of("kafka.streams", "kafka.consumer", "kafka.producer",
            "kafka.connect", "iamwatch.canary", ApplicationMeters.DOMAIN);

    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final Map<String, List<Shown>> byGroup = new LinkedHashMap<>();

    /** Begins to tell of whatever comes up in this process. */
    public KafkaMeters() {
        all().forEach(shown -> byGroup.merge(shown.group(), List.of(shown),
                (some, more) -> Stream.concat(some.stream(), more.stream()).toList()));
    }

    /** All that is told of Kafka, in the order of the way. */
    static Stream<Shown> all() {
        return Stream.of(IngestTable.METRICS, DetectorTable.METRICS, AlertingTable.METRICS, CanaryTable.METRICS,
                StreamsTable.METRICS, ConnectTable.METRICS, ClientTable.METRICS).flatMap(List::stream);
    }

    @Override
    public MetricSnapshots collect() {
        Map<String, Collected> collected = new LinkedHashMap<>();
        for (String domain : DOMAINS) {
            names(domain).forEach(name -> collect(Bean.of(name), collected));
        }
        MetricSnapshots.Builder snapshots = MetricSnapshots.builder();
        collected.values().forEach(values -> values.snapshot().ifPresent(snapshots::metricSnapshot));
        return snapshots.build();
    }

    private void collect(Bean bean, Map<String, Collected> collected) {
        List<Shown> wanted = byGroup.getOrDefault(bean.group(), List.of());
        Set<String> present = wanted.isEmpty() ? Set.of() : attributes(bean.name());
        for (Shown shown : wanted) {
            Collected values = collected.computeIfAbsent(shown.name(), unseen -> new Collected(shown));
            for (String attribute : Collected.attributes(shown)) {
                if (present.contains(attribute)) {
                    value(bean.name(), attribute).ifPresent(value -> values.add(shown, attribute, bean, value));
                }
            }
        }
    }

    private Set<ObjectName> names(String domain) {
        try {
            return beans.queryNames(new ObjectName(domain + ":*"), null);
        } catch (MalformedObjectNameException impossible) {
            throw new IllegalStateException("a domain is a name", impossible);
        }
    }

    private Set<String> attributes(ObjectName bean) {
        try {
            return Arrays.stream(beans.getMBeanInfo(bean).getAttributes()).map(MBeanAttributeInfo::getName)
                    .collect(Collectors.toSet());
        } catch (JMException gone) {
            return Set.of();
        }
    }

    /** A client may end meanwhile. */
    private Optional<Double> value(ObjectName bean, String attribute) {
        try {
            return beans.getAttribute(bean, attribute) instanceof Number number && !Double.isNaN(number.doubleValue())
                    ? Optional.of(number.doubleValue())
                    : Optional.empty();
        } catch (JMException gone) {
            return Optional.empty();
        }
    }
}
