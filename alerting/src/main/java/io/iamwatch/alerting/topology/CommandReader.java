package io.iamwatch.alerting.topology;

import io.iamwatch.contracts.command.IncidentCommand;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.AccountPartitioner;
import io.iamwatch.contracts.topic.Topics;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads a record of the verdict topic as a command. */
final class CommandReader {

    private static final int MAX_ID = 400;

    private final Deserializer<IncidentCommand> deserializer = JsonSerde.commands().deserializer();

    /** What reading a record came to. */
    sealed interface Reading {

        record Command(IncidentCommand command) implements Reading {
        }

        /**
         * It is none.
         *
         * @param reason what is missing, for people; holds nothing of the record
         */
        record Unusable(String reason) implements Reading {
        }
    }

    /** Reads; never throws. */
    Reading read(String key, byte[] value) {
        if (key == null || key.length() > MAX_ID || key.indexOf(AccountPartitioner.SEPARATOR) < 1
                || key.chars().anyMatch(Character::isISOControl)) {
            return new Reading.Unusable("a command's key is that of the principal, account/kind:name");
        }
        IncidentCommand command;
        try {
            command = value == null ? null : deserializer.deserialize(Topics.VERDICTS.name(), value);
        } catch (SerializationException notReadable) {
            return new Reading.Unusable("not a command in JSON");
        }
        if (command == null || command.action() == null || !isId(command.uid()) || !isId(command.incidentUid())) {
            return new Reading.Unusable("a command has uid, incident_uid, author, time and action");
        }
        return new Reading.Command(command);
    }

    private static boolean isId(String id) {
        return id != null && !id.isEmpty() && id.length() <= MAX_ID;
    }
}
