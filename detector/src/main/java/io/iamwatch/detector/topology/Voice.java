package io.iamwatch.detector.topology;

import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.topic.RecordHeaders;
import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.contracts.topic.Topics;
import org.apache.kafka.common.header.Headers;

/** How a detector speaks: where its alerts go, and whether they are meant. */
enum Voice {

    /** What it says is meant; the rules in force, and records that cannot be used, it tells too. */
    LIVE(DetectorMeters.GROUP, DetectorNames.WRITE_ALERTS, Topics.ALERTS) {
        @Override
        DetectionFinding say(DetectionFinding alert) {
            return alert;
        }

        @Override
        void mark(Headers headers, String rulesHash) {
            // What is meant has no mark.
        }
    },

    /** What candidate rules would say, marked. All else is the live detector's to tell. */
    SHADOW(DetectorMeters.SHADOW_GROUP, DetectorNames.WRITE_SHADOW_ALERTS, Topics.ALERTS_SHADOW) {
        @Override
        DetectionFinding say(DetectionFinding alert) {
            return alert.inShadow();
        }

        @Override
        void mark(Headers headers, String rulesHash) {
            String hash = DetectorNames.shortHash(rulesHash);
            RecordHeaders.add(headers, RecordHeaders.SHADOW, hash);
            // CloudEvents: the live alert of that id is another event, and so is that of the next candidate.
            headers.remove(RecordHeaders.CE_SOURCE).remove(RecordHeaders.CE_TYPE);
            RecordHeaders.add(headers, RecordHeaders.CE_SOURCE, AlertHeaders.SOURCE + "/shadow/" + hash);
            RecordHeaders.add(headers, RecordHeaders.CE_TYPE, "io.iamwatch.alert.shadow.v1");
        }
    };

    private final String meters;
    private final String sink;
    private final String topic;

    Voice(String meters, String sink, Topic topic) {
        this.meters = meters;
        this.sink = sink;
        this.topic = topic.name();
    }

    /** Returns an alert as it says it. */
    abstract DetectionFinding say(DetectionFinding alert);

    /** Marks the headers of an alert, so that nobody need look into it. */
    abstract void mark(Headers headers, String rulesHash);

    /** Returns the group of its metrics. */
    String meters() {
        return meters;
    }

    /** Returns the operator that writes its alerts. */
    String sink() {
        return sink;
    }

    /** Returns the topic that they go to. */
    String topic() {
        return topic;
    }
}
