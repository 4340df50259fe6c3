package io.iamwatch.contracts.finding;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What a new administrator did, as far as its calls, and those of its descendants, came by. Descendants are
 * sessions that it, or one of its keys, asked for: GetSessionToken, GetFederationToken, AssumeRole, and what these
 * ask for in turn. All times are event time in milliseconds since 1970.
 *
 * <p>
 * Firsts are exact, unless it made hundreds of calls before it became an administrator. Lasts are told to the
 * minute within the first hour after that, and to the hour later: the last use is not earlier than what is told.
 * Counts are exact up to {@link #EXACT_CALLS}, and of more calls the power of two that they have reached, as near
 * as some hundred of them tell. Otherwise every call of somebody busy would be a version of the alert.
 *
 * <p>
 * Each list is in the order of firsts, has at most {@link #MAX_LISTED} entries, and stands beside the number of all
 * that are remembered.
 *
 * @param since the second in which it became an administrator: what it did before is not told
 * @param until the last second that is looked at
 * @param calls how many calls there were, denied ones among them
 * @param denied how many of them were denied
 * @param firstCall the first of the calls
 * @param lastCall the last of the calls
 * @param login sign-ins to the console; null where none was seen
 * @param services AWS services that were called
 * @param sources where calls came from: addresses, or names of AWS services that called on its behalf
 * @param keys access keys that it has got, or called with
 * @param sessions its descendants
 */
public record AdminActivity(long since, long until, long calls, long denied, Long firstCall, Long lastCall,
        Login login, List<Service> services, int servicesTotal, List<Source> sources, int sourcesTotal, List<Key> keys,
        int keysTotal, List<Session> sessions, int sessionsTotal) {

    /** So many services, sources, keys and sessions are named at most, of each. */
    public static final int MAX_LISTED = 50;

    /** Up to so many calls are counted exactly. */
    public static final int EXACT_CALLS = 10;

    /** An absent list is empty. */
    public AdminActivity {
        services = Ocsf.orEmpty(services);
        sources = Ocsf.orEmpty(sources);
        keys = Ocsf.orEmpty(keys);
        sessions = Ocsf.orEmpty(sessions);
    }

    /**
     * Sign-ins to the console that succeeded.
     *
     * @param first the first one
     * @param isMfa whether MFA was used in that one; null where CloudTrail does not say
     * @param source the address that the first one came from; null where it is not told
     */
    public record Login(long first, long last, long count, @JsonProperty("is_mfa") Boolean isMfa, String source) {
    }

    /**
     * An AWS service.
     *
     * @param name as in {@code eventSource} before its first dot: {@code s3}, {@code ec2}, {@code iam}
     * @param calls how many calls there were, denied ones among them
     * @param denied how many of them were denied
     */
    public record Service(String name, long first, long last, long calls, long denied) {
    }

    /**
     * Where calls came from.
     *
     * @param address an IP address, or the name of an AWS service
     * @param isNew whether none of the calls that made it an administrator came from there
     */
    public record Source(String address, long first, long last, long calls, @JsonProperty("is_new") boolean isNew) {
    }

    /**
     * A long-term access key.
     *
     * @param uid its id, AKIA…
     * @param created when it was created; null where that was not seen
     * @param createdBy who created it, in words; null where that was not seen
     * @param first its first use; null where no call with it was seen
     * @param last its last use; null where no call with it was seen
     */
    public record Key(String uid, Long created, String createdBy, Long first, Long last, long calls) {
    }

    /**
     * A descendant.
     *
     * @param uid the id of its temporary access key, ASIA…
     * @param how the call that handed it out, as {@code AssumeRole}
     * @param as what it acts as: the ARN of a session of a role or of a federated user; null where it acts as the user
     *     itself, or CloudTrail does not say
     * @param issuedTo the access key that asked for it; null where CloudTrail does not say
     * @param issued when it was handed out
     * @param first its first call; null where none was seen
     * @param last its last call; null where none was seen
     */
    public record Session(String uid, String how, String as, String issuedTo, long issued, Long first, Long last,
            long calls) {
    }
}
