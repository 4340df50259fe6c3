package io.iamwatch.detector.detection;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.iam.Assessment;
import io.iamwatch.detector.iam.Fact;
import io.iamwatch.detector.iam.Grade;
import io.iamwatch.detector.iam.Life;
import io.iamwatch.detector.iam.Stretch;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Ways to sign in as a user that somebody else made. */
final class Credentials {

    /** Whoever creates a user gives it one of these as a matter of course. */
    private static final Set<String> OF_CREATION = Set.of("CreateAccessKey", "CreateLoginProfile");

    private Credentials() {
    }

    static Optional<Finding> finding(PrincipalRules rules, Assessment assessment) {
        List<Fact> all = byOthers(assessment.life());
        if (all.isEmpty()) {
            return Optional.empty();
        }
        List<Fact> links = all.stream()
                .filter(fact -> rules.isPartOfStory(all.getFirst().second(), fact.second())).toList();
        Stretch at = stretchAt(assessment, links.getFirst().second());
        Grade grade = links.stream().map(fact -> stretchAt(assessment, fact.second())).filter(s -> s != null)
                .map(Stretch::grade).max(java.util.Comparator.naturalOrder()).orElse(Grade.LIMITED);
        return Optional.of(rules.credential(assessment, links, grade, at));
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
