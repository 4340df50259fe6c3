package io.iamwatch.alerting.console.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.iamwatch.contracts.cloudtrail.EventTime;
import io.iamwatch.contracts.finding.FindingJson;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.Party;
import io.iamwatch.contracts.topic.Topics;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The record behind a call of an incident, as it stands in its topic: of no other call, and of no other incident.
 */
public final class RawEvidence {

    private RawEvidence() {
    }

    /** What was found. */
    public sealed interface Outcome {

        /**
         * The record.
         *
         * @param timestamp its arrival at the source, milliseconds
         * @param source where it came from; null where that is not told
         */
        record Found(Place place, JsonNode json, long timestamp, String source) implements Outcome {
        }

        /**
         * The record is not to be had any more.
         *
         * @param reason why, for people
         */
        record Lost(String reason) implements Outcome {
        }

        /**
         * It is no evidence of this incident.
         *
         * @param reason why, for people
         */
        record Foreign(String reason) implements Outcome {
        }

        /**
         * It cannot be read now.
         *
         * @param reason why, for people
         */
        record Unreachable(String reason) implements Outcome {
        }
    }

    /**
     * Reads a record.
     *
     * @param position as the incident names it
     * @throws InterruptedException if interrupted meanwhile
     */
    public static Outcome of(IncidentFinding incident, String position, RawRecords records)
            throws InterruptedException {
        Optional<Place> place = Place.parse(position);
        Optional<Party> call = calls(incident).filter(party -> party.position() != null
                && party.position().equals(position)).findFirst();
        if (place.isEmpty() || call.isEmpty()) {
            return new Outcome.Foreign("no call of this incident stands there: its positions are those of its"
                    + " timeline, topic/partition/offset");
        }
        return switch (records.read(place.get())) {
            case RawRecords.Outcome.Found(byte[] value, long timestamp, String source) ->
                found(place.get(), call.get(), value, timestamp, source);
            case RawRecords.Outcome.Gone(long oldest) -> new Outcome.Lost("retention took it: " + place.get().topic()
                    + " keeps that partition's records from offset " + oldest + " on. The alert may still quote it, see"
                    + " evidences of the alert on " + Topics.ALERTS.name());
            case RawRecords.Outcome.Nothing nothing -> new Outcome.Lost("nothing stands at " + place.get()
                    + ": the topic was written anew since, or its records come from another installation");
            case RawRecords.Outcome.Unreachable(String reason) -> new Outcome.Unreachable(reason);
        };
    }

    private static Stream<Party> calls(IncidentFinding incident) {
        return incident.unmapped().iamwatch().alerts().stream().flatMap(alert -> alert.parties().stream());
    }

    private static Outcome found(Place place, Party call, byte[] value, long timestamp, String source) {
        JsonNode json;
        try {
            json = FindingJson.MAPPER.readTree(value);
        } catch (IOException notJson) {
            return new Outcome.Lost("what stands at " + place + " is no JSON");
        }
        return json == null || !isOf(call, json, place)
                ? new Outcome.Lost("another record stands at " + place + " now: the topic was written anew since. Look"
                        + " for " + call.operation() + " by its time")
                : new Outcome.Found(place, json, timestamp, source);
    }

    /** Positions count anew when topics are moved to other partitions. A snapshot is no call. */
    private static boolean isOf(Party call, JsonNode record, Place place) {
        if (place.topic().equals(Topics.BASELINE.name())) {
            return true;
        }
        boolean sameTime = EventTime.parse(record.path("eventTime").asText())
                .filter(time -> Math.floorDiv(time.toEpochMilli(), 1000L) == Math.floorDiv(call.time(), 1000L))
                .isPresent();
        return record.path("eventName").asText().equals(call.operation()) && sameTime;
    }
}
