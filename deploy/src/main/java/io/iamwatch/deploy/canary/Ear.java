package io.iamwatch.deploy.canary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamwatch.contracts.canary.CanaryMark;
import io.iamwatch.contracts.finding.Activity;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.Ocsf.Evidence;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.Topics;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Tells whether an alert is the one that a pair is to end in: a new administrator, told for the first time, whose
 * evidence is both of the pair's records as they were signed. It asks the signature once more, so that who can
 * write to the topic cannot feign that the way works.
 */
final class Ear {

    /** The rule that a creation with a grant in the same second meets. */
    static final String RULE = "new-admin-user";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int RECORDS = 2;

    private final CanaryMark mark;
    private final Deserializer<DetectionFinding> deserializer = JsonSerde.alerts().deserializer();

    Ear(CanaryMark mark) {
        this.mark = mark;
    }

    /** Returns when the pair behind an alert was sent, milliseconds since 1970; empty where it is not such an alert. */
    OptionalLong hear(byte[] value) {
        try {
            DetectionFinding alert = deserializer.deserialize(Topics.CANARY.name(), value);
            boolean told = alert != null && alert.activityId() == Activity.CREATE
                    && alert.findingInfo().analytic().uid().equals(RULE)
                    && mark.isReserved(alert.cloud().account().uid()) && alert.evidences().size() == RECORDS;
            return told ? sentAt(alert) : OptionalLong.empty();
        } catch (RuntimeException foreign) {
            return OptionalLong.empty();
        }
    }

    private OptionalLong sentAt(DetectionFinding alert) {
        Set<OptionalLong> times = alert.evidences().stream().map(this::sentAt).collect(Collectors.toSet());
        return times.size() == 1 ? times.iterator().next() : OptionalLong.empty();
    }

    private OptionalLong sentAt(Evidence evidence) {
        try {
            return mark.sentAt(JSON.writeValueAsBytes(evidence.data()));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("JSON that was read can be written", impossible);
        }
    }
}
