package io.iamwatch.deploy.baseline;

import io.iamwatch.detector.baseline.AuthorizationDetails;
import io.iamwatch.detector.baseline.Baseline;
import io.iamwatch.detector.baseline.UnusableDetailsException;
import java.time.Instant;

/**
 * What an account's IAM looked like.
 *
 * @param start when taking it began
 * @param startSource how that is known, for people
 */
public record AccountSnapshot(AuthorizationDetails details, Instant start, String startSource) {

    /**
     * Returns the snapshot as it is published.
     *
     * @throws BaselineFailure when an entity is larger than any record can be
     */
    public Baseline toBaseline() {
        try {
            return Baseline.of(details, start.getEpochSecond());
        } catch (UnusableDetailsException tooLarge) {
            throw new BaselineFailure("cannot be published: ", tooLarge.getMessage(), tooLarge);
        }
    }
}
