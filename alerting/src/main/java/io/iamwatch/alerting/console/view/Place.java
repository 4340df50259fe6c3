package io.iamwatch.alerting.console.view;

import io.iamwatch.contracts.topic.Topics;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a piece of evidence stands. Evidence comes from topics of CloudTrail records and of IAM snapshots alone.
 */
public record Place(String topic, int partition, long offset) {

    private static final Set<String> TOPICS = Set.of(Topics.IDENTITY.name(), Topics.USERS.name(),
            Topics.ACTIVITY.name(), Topics.HISTORY.name(), Topics.BASELINE.name());
    private static final Pattern POSITION = Pattern.compile("([a-z.]{1,100})/([0-9]{1,6})/([0-9]{1,18})");

    /** Reads {@code topic/partition/offset}; empty for anything else, and for topics that hold no evidence. */
    public static Optional<Place> parse(String position) {
        Matcher matcher = POSITION.matcher(position == null ? "" : position);
        return matcher.matches() && TOPICS.contains(matcher.group(1))
                ? Optional.of(new Place(matcher.group(1), Integer.parseInt(matcher.group(2)),
                        Long.parseLong(matcher.group(3))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return topic + "/" + partition + "/" + offset;
    }
}
