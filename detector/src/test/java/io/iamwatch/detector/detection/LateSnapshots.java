package io.iamwatch.detector.detection;

import io.iamwatch.detector.CoreRun;
import io.iamwatch.detector.Scenario;
import io.iamwatch.detector.iam.Fact;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Where the order of arrival is known to matter, as README says: snapshots that come more than a window after a
 * grant may find it decided, or may not.
 */
final class LateSnapshots {

    private static final Pattern SNAPSHOT = Pattern
            .compile("eventId=b[0-9]+/([^,]*), eventName=Baseline, second=[0-9]+");
    private static final Pattern TOLD = Pattern
            .compile("\"(User|Group|Role)Name\":\"([^\"]*)\",\"\\1Id\":\"([^\"]*)\"");

    private LateSnapshots() {
    }

    /** Returns what stands, in words that do not depend on these. */
    static Map<String, String> comparable(CoreRun run, List<Happening> happenings) {
        Map<String, String> comparable = new TreeMap<>(run.comparable());
        run.standing().forEach((uid, finding) -> {
            if (isOfSomebodyWhoseNameIsTaken(finding, happenings)) {
                comparable.remove(uid);
            } else if (restsOnLaterOne(finding)) {
                comparable.computeIfPresent(uid, (same, words) -> SNAPSHOT.matcher(words).replaceAll("$1"));
            }
        });
        return comparable;
    }

    /** Of two that tell the creation either may be named. */
    private static boolean restsOnLaterOne(Finding finding) {
        return finding.links().stream().anyMatch(link -> link.eventName().equals(Fact.BASELINE)
                && link.second() > finding.ta() + RandomAccount.WINDOW);
    }

    /** That somebody else has long had the name, of whose coming and the former's going no event was delivered. */
    private static boolean isOfSomebodyWhoseNameIsTaken(Finding finding, List<Happening> happenings) {
        long ta = finding.ta() - Scenario.EPOCH;
        return happenings.stream()
                .filter(baseline -> baseline.isBaseline() && baseline.second() > ta + RandomAccount.WINDOW)
                .anyMatch(baseline -> TOLD.matcher(baseline.json()).results()
                        .anyMatch(told -> told.group(1).equalsIgnoreCase(finding.target().kind().word())
                                && told.group(2).equalsIgnoreCase(finding.target().name())
                                && isBornAs(told.group(2), happenings, ta) && !isBorn(told.group(3), happenings)));
    }

    private static boolean isBornAs(String name, List<Happening> happenings, long until) {
        return happenings.stream().anyMatch(birth -> isBirth(birth) && birth.second() <= until
                && birth.word(1).equalsIgnoreCase(name));
    }

    private static boolean isBorn(String uniqueId, List<Happening> happenings) {
        return happenings.stream().anyMatch(birth -> isBirth(birth) && birth.word(2).equals(uniqueId));
    }

    private static boolean isBirth(Happening happening) {
        return happening.verb().matches("create(-group|-role)?");
    }
}
