package io.iamwatch.alerting.investigation;

import io.iamwatch.contracts.finding.Seen.Extent;
import io.iamwatch.contracts.finding.Seen.Measures;
import java.util.List;
import java.util.Optional;

/** Reads how far somebody is contained out of the words in which {@code new-admin-contained} tells it. */
final class MeasuresText {

    private static final String YES = "is contained:";
    private static final String PARTLY = "is partly contained:";
    private static final String UNDONE = "is not contained any more:";

    private MeasuresText() {
    }

    /** Returns it; empty for words that say something else. */
    static Optional<Measures> read(String how, List<String> open) {
        if (how == null) {
            return Optional.empty();
        }
        if (how.startsWith(YES)) {
            return Optional.of(new Measures(Extent.YES, false, how, open));
        }
        if (how.startsWith(PARTLY)) {
            return Optional.of(new Measures(Extent.PARTLY, false, how, open));
        }
        return how.startsWith(UNDONE) ? Optional.of(new Measures(Extent.NO, true, how, open)) : Optional.empty();
    }
}
