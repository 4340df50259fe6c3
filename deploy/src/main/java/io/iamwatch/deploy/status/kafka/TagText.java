package io.iamwatch.deploy.status.kafka;

import io.iamwatch.detector.topology.DetectorService;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the value of a label of that of a tag. */
@FunctionalInterface
interface TagText {

    /** Of a client's id, which begins with its service's name and goes on with what is new at each start. */
    TagText SERVICE = id -> Optional.of(id.startsWith(DetectorService.SHADOW_APPLICATIONS)
            ? "detector-shadow"
            : id.startsWith("iamwatch-detector")
                    ? "detector"
                    : id.startsWith("iamwatch-alerting")
                            ? "alerting"
                            : id.startsWith("connector-") || id.contains("connect") ? "ingest" : "other");

    /** The number of a thread of Streams; the one that reads its state has the same. */
    TagText THREAD = found("-(?:StreamThread|StateUpdater)-([0-9]+)");

    /** The partition of a task of Streams. */
    TagText PARTITION = found("_([0-9]+)$");

    /**
     * Of a topic, which Kafka tells twice where its name has a dot, with an underscore instead for those who had that.
     */
    TagText TOPIC = topic -> topic.contains("_") ? Optional.empty() : Optional.of(topic);

    /** Returns the label's value; empty where the metric is not meant. */
    Optional<String> of(String tag);

    private static TagText found(String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return text -> {
            Matcher matcher = compiled.matcher(text);
            return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
        };
    }
}
