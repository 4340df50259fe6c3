package io.iamwatch.detector.detection;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.iam.Assessment;
import io.iamwatch.detector.iam.Fact;
import io.iamwatch.detector.iam.Grade;
import io.iamwatch.detector.iam.Life;
import io.iamwatch.detector.iam.Stretch;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Ways to sign in as a user that somebody else made. */
final class Credentials {

    /** Whoever creates a user gives it one of these as a matter of course. */
    private static final Set<String> OF_CREATION = Set.of("CreateAccessKey", "CreateLoginProfile");

    private Credentials() {
    }

    /**
     * Tells of them, window by window since the first: who got one a year ago may get another today. Which window it is
     * rests on the first alone, which is never forgotten as long as the user lives.
     */
    static List<Finding> findings(PrincipalRules rules, Assessment assessment) {
        List<Fact> all = byOthers(assessment.life());
        if (all.isEmpty()) {
            return List.of();
        }
        Map<Long, List<Fact>> stories = all.stream().collect(groupingBy(
                fact -> rules.windowOf(all.getFirst().second(), fact.second()), TreeMap::new, toList()));
        return stories.entrySet().stream()
                .filter(story -> story.getKey() == 0 || !rules.isOver(story.getValue().getFirst().second()))
                .map(story -> finding(rules, assessment, story.getKey(), story.getValue())).toList();
    }

    private static Finding finding(PrincipalRules rules, Assessment assessment, long window, List<Fact> links) {
        Grade grade = links.stream().map(fact -> stretchAt(assessment, fact.second())).filter(s -> s != null)
                .map(Stretch::grade).max(java.util.Comparator.naturalOrder()).orElse(Grade.LIMITED);
        return rules.credential(assessment, window, links, grade);
    }

    /** Returns whether there is nothing to tell of a user, whatever its rights are. */
    static boolean isNothing(Life user) {
        return byOthers(user).isEmpty();
    }

    private static List<Fact> byOthers(Life user) {
        Set<String> ofCreation = new HashSet<>();
        return user.facts().stream().filter(fact -> fact.change() instanceof Change.CredentialIssued)
                .filter(fact -> !PrincipalRules.isBy(user, fact))
                .filter(fact -> !belongsToCreation(user, fact, ofCreation)).toList();
    }

    private static boolean belongsToCreation(Life user, Fact fact, Set<String> seen) {
        String what = ((Change.CredentialIssued) fact.change()).what();
        return user.isBorn() && user.birth().isEvent() && OF_CREATION.contains(what)
                && user.birth().event().call().identity().equals(fact.event().call().identity()) && seen.add(what);
    }

    private static Stretch stretchAt(Assessment assessment, long second) {
        return assessment.stretches().stream().filter(stretch -> stretch.from() <= second && second <= stretch.to())
                .findFirst().orElse(null);
    }
}
