package io.iamwatch.detector.detection;

import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.iam.Life;
import io.iamwatch.detector.iam.World;
import java.util.Comparator;
import java.util.List;

/** Who may have been given what a call gave of which CloudTrail left out to whom: the youngest first. */
final class Candidates {

    /** So many names are looked at. */
    private static final int MAX_LOOKED_AT = 1000;

    private Candidates() {
    }

    /** Adds them to a finding, as far as they are known when it is told. */
    static Finding addTo(Finding finding, Session session, World world) {
        EntityKind kind = finding.target().kind();
        if (finding.target().isTold()) {
            return finding;
        }
        List<String> names = session.names(kind, MAX_LOOKED_AT).stream()
                .flatMap(name -> world.biographies(name).lives().stream())
                .filter(life -> life.firstSecond() <= finding.ta() && finding.ta() <= life.lastSecond())
                .sorted(Comparator.comparingLong(Life::firstSecond).reversed()
                        .thenComparing(life -> life.nameAt(finding.ta())))
                .map(life -> life.nameAt(finding.ta())).distinct().toList();
        return finding.withOthers(names.stream().limit(Finding.MAX_OTHERS).toList(), names.size());
    }
}
