package io.iamwatch.detector.detection;

import static java.util.stream.Collectors.toSet;

import io.iamwatch.detector.Scenario;
import io.iamwatch.detector.detection.SimulatedAccount.Entity;
import io.iamwatch.detector.iam.Grade;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Where the core is known to differ from the reference, as README says: each is a matter of a single second. */
final class KnownLimits {

    private KnownLimits() {
    }

    /** Returns whether one of them may be why a finding is too much, or is missed. */
    static boolean explain(String wrong, Entity entity, Finding finding, Collection<Long> seconds,
            List<Happening> happenings) {
        return wrong.equals("too much")
                ? isRenamedIn(happenings, finding) || restsOnWhatIsReplacedIn(happenings, finding)
                        || isOfASecondOfTwo(happenings, entity, finding)
                        || (finding.flags().orderUnknown() && isRefutedByAnEnd(happenings, entity, finding))
                : !wrong.isEmpty() && (isRenamedWhereOneIsBorn(happenings, entity)
                        || seconds.stream().anyMatch(second -> isGivenToWhatItJoins(happenings, entity, second)));
    }

    /**
     * What a renaming proves of the order of its second's calls under both names is not looked for: of it, or, where
     * its rights may rest on another one, of anybody.
     */
    private static boolean isRenamedIn(List<Happening> happenings, Finding finding) {
        String name = finding.target().kind().name() + '/' + finding.target().name();
        return in(finding.ta() - Scenario.EPOCH, happenings).anyMatch(happening -> isRenaming(happening)
                && (finding.grade() == Grade.ADMIN_EQUIVALENT
                        || happening.names().contains(name.toLowerCase(Locale.ROOT))));
    }

    /**
     * A link, or what another one rests on, is an older text of a policy that gets another one in the second, or is
     * created anew: whether two principals can have had two texts of one policy at one instant is not looked for.
     */
    private static boolean restsOnWhatIsReplacedIn(List<Happening> happenings, Finding finding) {
        Set<String> links = finding.links().stream().map(link -> link.eventId()).collect(toSet());
        return in(finding.ta() - Scenario.EPOCH, happenings)
                .filter(happening -> happening.words().contains("default")
                        || happening.verb().matches("set-default-version|create-policy"))
                .anyMatch(change -> happenings.stream().anyMatch(older -> older.verb().startsWith("create-policy")
                        && older.word(1).equals(change.word(1)) && !older.equals(change)
                        && (finding.grade() == Grade.ADMIN_EQUIVALENT || links.contains(older.id()))));
    }

    /** What the newborn's deletion proves of the second in which it came to the name of somebody who left it. */
    private static boolean isOfASecondOfTwo(List<Happening> happenings, Entity entity, Finding finding) {
        return finding.ta() - Scenario.EPOCH == entity.born && !finding.flags().stillAdmin()
                && in(entity.born, happenings).anyMatch(
                        happening -> happening.verb().startsWith("delete") && happening.kind().equals(entity.kind)
                                && happening.word(1).equalsIgnoreCase(entity.name));
    }

    /**
     * That a deletion succeeded proves that nothing was left of what it needs gone, and so in which order it was given
     * and taken in one second; and who came to a name that somebody else was renamed to in the same second.
     */
    private static boolean isRefutedByAnEnd(List<Happening> happenings, Entity entity, Finding finding) {
        String name = (entity.kind + '/' + entity.name).toLowerCase(Locale.ROOT);
        List<Happening> its = happenings.stream().filter(happening -> happening.names().contains(name)).toList();
        boolean isGivenAndTaken = its.stream()
                .anyMatch(taking -> taking.ends() && taking.second() <= finding.ta() - Scenario.EPOCH
                        && in(taking.second(), its).anyMatch(giving -> !giving.ends()));
        boolean isDeleted = its.stream().anyMatch(happening -> happening.verb().matches("delete(-group|-role)?"));
        boolean isArrivedAt = in(entity.born, its)
                .anyMatch(happening -> isRenaming(happening) && happening.word(2).equalsIgnoreCase(entity.name));
        return isDeleted && (isArrivedAt || (isGivenAndTaken && !finding.flags().stillAdmin()));
    }

    /**
     * Whether the former or the newborn went on to the other name: one of the two is told, and what was given to the
     * name in that second counts as given to both.
     */
    static boolean isRenamedWhereOneIsBorn(List<Happening> happenings, Entity entity) {
        return happenings.stream().filter(KnownLimits::isRenaming)
                .filter(renaming -> renaming.kind().equals(entity.kind)
                        && (renaming.word(1).equalsIgnoreCase(entity.name)
                                || renaming.word(2).equalsIgnoreCase(entity.name)))
                .anyMatch(renaming -> in(renaming.second(), happenings).anyMatch(
                        birth -> birth.verb().matches("create(-group)?") && birth.kind().equals(renaming.kind())
                                && birth.word(1).equalsIgnoreCase(renaming.word(1))));
    }

    /** Who may add itself to a group that becomes an administrator in the second in which it joins. */
    private static boolean isGivenToWhatItJoins(List<Happening> happenings, Entity entity, long second) {
        return in(second, happenings)
                .filter(happening -> happening.verb().equals("add-user")
                        && happening.word(2).equalsIgnoreCase(entity.name))
                .anyMatch(joining -> in(second, happenings)
                        .anyMatch(given -> given.verb().matches("(attach|put)-group(-policy)?")
                                && given.word(1).equalsIgnoreCase(joining.word(1))));
    }

    private static boolean isRenaming(Happening happening) {
        return happening.verb().startsWith("rename-");
    }

    private static Stream<Happening> in(long second, List<Happening> happenings) {
        return happenings.stream().filter(happening -> happening.second() == second);
    }
}
