package io.iamwatch.detector.detection;

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

    /** Adds them to a finding, as far as they are known when it is told, or when another call comes to it. */
    static Finding addTo(Finding finding, List<Standing> before, Session session, World world) {
        if (finding.target().isTold()) {
            return finding;
        }
        return before.stream().map(Standing::finding)
                .filter(told -> told.uid().equals(finding.uid()) && told.links().equals(finding.links())).findFirst()
                .map(told -> finding.withOthers(told.others(), told.othersTotal()))
                .orElseGet(() -> lookedUp(finding, session, world));
    }

    private static Finding lookedUp(Finding finding, Session session, World world) {
        List<String> names = session.names(finding.target().kind(), MAX_LOOKED_AT).stream()
                .flatMap(name -> world.biographies(name).lives().stream())
                .filter(life -> (life.isBorn() || !life.facts().isEmpty()) && finding.links().stream()
                        .anyMatch(link -> life.firstSecond() <= link.second() && link.second() <= life.lastSecond()))
                .sorted(Comparator.comparingLong(Life::firstSecond).reversed().thenComparing(Life::firstName))
                .map(life -> life.nameAt(finding.ta())).distinct().toList();
        return finding.withOthers(names.stream().limit(Finding.MAX_OTHERS).toList(), names.size());
    }
}
