package io.iamwatch.detector.detection;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.iamwatch.detector.event.CallResult;
import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.EventId;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.event.Sha256;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Calls in short, of many a fair sample: those whose identities have the lowest hashes. Which ones these are
 * depends neither on the order of arrival nor on repetitions, so all of a few are counted exactly, and many nearly.
 *
 * @param limit the hash below which every call is in it; {@link #ALL} as long as none had to go
 * @param calls in the order of their hashes
 */
public record Sample(long limit, List<Entry> calls) {

    /** So many calls are remembered. */
    static final int SIZE = 256;

    /** No hash is that high. */
    static final long ALL = 1L << 60;

    static final Sample EMPTY = new Sample(ALL, List.of());

    private static final int HASH_DIGITS = 15;

    /** An absent list is empty. */
    public Sample {
        calls = calls == null ? List.of() : calls;
    }

    /**
     * A call in short.
     *
     * @param hash of its identity
     * @param second event time, seconds since 1970
     * @param userId the unique id of whose it is; null where that is not known
     * @param source where it came from; null where that is not told
     * @param credential the access key that was called with; null where there is none
     * @param needsRights whether it would have been denied to somebody without rights
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    public record Entry(long hash, long second, String userId, String service, CallResult result, String source,
            String credential, boolean needsRights) {

        private static final String FOR_EVERYBODY = "GetCallerIdentity";

        static Entry of(IamEvent event) {
            Change.Acted acted = (Change.Acted) event.change();
            return new Entry(hashOf(event.id()), event.second(), acted.userId(), acted.service(), acted.result(),
                    event.call().sourceAddress(), event.call().accessKeyId(),
                    !event.id().eventName().equals(FOR_EVERYBODY) && !acted.service().equals("signin"));
        }
    }

    private static long hashOf(EventId id) {
        String hex = Sha256.ofParts(id.account(), id.eventId(), id.eventName(), Long.toString(id.second()));
        return Long.parseLong(hex.substring(0, HASH_DIGITS), 16);
    }

    /** Returns the sample after one more call; itself, where that changes nothing. */
    Sample with(Entry entry) {
        if (entry.hash() >= limit || calls.stream().anyMatch(call -> call.hash() == entry.hash())) {
            return this;
        }
        List<Entry> more = new ArrayList<>(calls);
        more.add(entry);
        more.sort(Comparator.comparingLong(Entry::hash));
        return more.size() <= SIZE
                ? new Sample(limit, List.copyOf(more))
                : new Sample(more.getLast().hash(), List.copyOf(more.subList(0, SIZE)));
    }

    /** Returns the sample without what is older. */
    Sample since(long second) {
        List<Entry> younger = calls.stream().filter(call -> call.second() >= second).toList();
        return younger.size() == calls.size() ? this : new Sample(limit, younger);
    }

    /** Returns of how many calls those that were picked out of the sample tell. */
    long standsFor(long picked) {
        return limit == ALL ? picked : Math.round(picked * ((double) ALL / limit));
    }
}
