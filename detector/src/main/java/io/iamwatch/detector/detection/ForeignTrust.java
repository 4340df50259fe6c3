package io.iamwatch.detector.detection;

import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.iam.Assessment;
import io.iamwatch.detector.iam.Fact;
import io.iamwatch.detector.iam.Trusted;
import io.iamwatch.detector.iam.World;
import java.util.Optional;

/** A role that lets in another account, or anybody, while it is an administrator: whichever of both came first. */
final class ForeignTrust {

    private ForeignTrust() {
    }

    /**
     * Returns what opened it.
     *
     * @param from the second in which it became an administrator
     * @param until the last second of the story (inclusive)
     */
    static Optional<Fact> of(World world, Assessment assessment, long from, long until) {
        if (assessment.life().kind() != EntityKind.ROLE) {
            return Optional.empty();
        }
        return assessment.stretches().stream()
                .filter(stretch -> stretch.grade().isAdmin() && stretch.to() >= from && stretch.from() <= until)
                .flatMap(stretch -> Trusted.foreign(world, assessment.life(), Math.max(from, stretch.from()),
                        Math.min(until, stretch.to())).stream())
                .findFirst();
    }
}
