package io.iamwatch.ingest.decode;

import io.iamwatch.contracts.cloudtrail.Route;
import java.time.Instant;

/** What one unit of a payload came to. */
public sealed interface Decoded {

    /** Returns what it stands for, as it came. */
    Slice bytes();

    /**
     * A CloudTrail record.
     *
     * @param bytes the record as it stood in its envelope, unescaped where it stood there as a string
     * @param account {@code recipientAccountId}, else {@code userIdentity.accountId}, else the envelope's account
     * @param route where it goes
     * @param eventTime when the call was made, as the record says
     */
    record CloudTrailRecord(Slice bytes, String account, Route route, Instant eventTime) implements Decoded {
    }

    /**
     * Something that is none.
     *
     * @param bytes the original bytes of the smallest unit that failed; inflated where only something inside of a gzip
     *     failed
     * @param reason what was wrong, for people; holds nothing of the bytes
     */
    record Rejected(Slice bytes, String reason) implements Decoded {
    }
}
