package io.iamwatch.detector.judge;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.state.BehindPrefix;
import io.iamwatch.detector.state.KeyValues;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Judges the canary's events: by the same rules and code as all others, and apart from them. What is known of a
 * reserved account through the canary stands behind a prefix of its own, {@code account|canary|}, so that no event
 * of somebody else's can be among what one of these alerts rests on, nor the other way round.
 *
 * <p>
 * Of an account the newest pair alone is known: when a newer one begins, the older one is forgotten, and what still
 * comes of it, or comes once more, is passed over. That is all the state that the canary ever has. It belongs to
 * one thread.
 */
public final class CanaryJudge {

    /** When the pair that is known was sent. */
    private static final String SENT_AT = "sent-at";

    private final Rules rules;
    private final KeyValues store;
    private final Map<String, Pair> pairs = new HashMap<>();

    /** Creates a judge that remembers in a store which it may share with others. */
    public CanaryJudge(Rules rules, KeyValues store) {
        this.rules = rules;
        this.store = store;
    }

    /** The pair that is known of an account; its state is in the store. */
    private record Pair(long sentAt, RecordJudge judge) {
    }

    /**
     * Judges an event that is known to be the canary's.
     *
     * @param record the bytes that it was read from
     * @param sentAt when its pair was sent, milliseconds since 1970
     * @return empty for an event of another pair than the newest
     */
    public Optional<RecordJudge.Judged> judge(IamEvent event, byte[] record, long sentAt) {
        BehindPrefix state = new BehindPrefix(event.id().account() + "|canary|", store);
        Pair known = pairs.computeIfAbsent(event.id().account(), any -> remembered(state));
        if (sentAt < known.sentAt()) {
            return Optional.empty();
        }
        if (sentAt > known.sentAt()) {
            state.clear();
            state.put(SENT_AT, Long.toString(sentAt).getBytes(US_ASCII));
            known = new Pair(sentAt, new RecordJudge(rules, state));
            pairs.put(event.id().account(), known);
        }
        return Optional.of(known.judge().judge(event, record));
    }

    private Pair remembered(BehindPrefix state) {
        byte[] sentAt = state.get(SENT_AT);
        return new Pair(sentAt == null ? Long.MIN_VALUE : Long.parseLong(new String(sentAt, US_ASCII)),
                new RecordJudge(rules, state));
    }
}
