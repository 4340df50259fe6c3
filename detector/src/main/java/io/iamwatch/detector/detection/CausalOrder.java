package io.iamwatch.detector.detection;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.iam.Fact;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The order in which the links of a path are told: a cause before what it made possible. Event time says so, but
 * for the events of one second, which has no order, and a creation that another host's clock dates after its grant.
 */
final class CausalOrder {

    private static final Comparator<Fact> LATER = Comparator.comparingLong(Fact::second)
            .thenComparingInt(fact -> rank(fact.change())).thenComparing(Comparator.naturalOrder());

    private CausalOrder() {
    }

    /** @param birth what comes first where it is a link */
    static List<Fact> of(Collection<Fact> links, Fact birth) {
        return links.stream().sorted(Comparator.comparing((Fact fact) -> !fact.equals(birth)).thenComparing(LATER))
                .toList();
    }

    /** What exists can be written to, what is written be given, and who has it be joined; then comes what is lifted. */
    private static int rank(Change change) {
        return switch (change) {
            case Change.Snapshot found -> 0;
            case Change.Born made -> 1;
            case Change.Renamed moved -> 2;
            case Change.VersionCreated written -> 3;
            case Change.DefaultSet chosen -> 4;
            case Change.TrustPut given -> 5;
            case Change.InlinePut given -> 5;
            case Change.Attached given -> 5;
            case Change.BoundaryPut given -> 5;
            case Change.Joined joined -> 6;
            default -> 7;
        };
    }
}
