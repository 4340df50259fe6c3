package io.iamwatch.contracts.finding;

import java.util.List;

/**
 * Calls of somebody against whom something was done, and of its descendants, that succeeded more than a minute
 * after the last measure. Times are event time in milliseconds since 1970, and as exact as in
 * {@link AdminActivity}.
 *
 * @param since the second of the last measure
 * @param calls how many there were, counted as in {@link AdminActivity}
 * @param first the first one
 * @param last the last one
 * @param services AWS services that were called so, in the order of first calls, at most
 *     {@link AdminActivity#MAX_LISTED}
 */
public record StillSucceeding(long since, long calls, long first, long last, List<String> services) {

    /** An absent list is empty. */
    public StillSucceeding {
        services = Ocsf.orEmpty(services);
    }
}
