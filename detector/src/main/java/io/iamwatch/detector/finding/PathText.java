package io.iamwatch.detector.finding;

import io.iamwatch.detector.detection.Finding;
import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.iam.Grade;
import io.iamwatch.detector.rules.RuleId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells a finding in one sentence: "user backup-sync, created 4 s earlier by role ci-deploy, became administrator
 * through group ops → customer policy ops v2: Allow * on *".
 */
final class PathText {

    private static final Set<RuleId> OF_ADMINISTRATORS = Set.of(RuleId.NEW_ADMIN_USER, RuleId.ADMIN_GRANTED,
            RuleId.SELF_ESCALATION);

    private PathText() {
    }

    /** Returns whether a finding says that somebody is an administrator. */
    static boolean isOfAdministrator(Finding finding) {
        return OF_ADMINISTRATORS.contains(finding.rule());
    }

    static String sentence(Finding finding, List<IamEvent> links) {
        Finding.Target target = finding.target();
        String who = (target.kind() == EntityKind.ACTOR || target.kind() == EntityKind.ASSIGNMENT
                ? ""
                : target.kind().word() + " ") + target.name();
        if (!isOfAdministrator(finding)) {
            return who + " " + finding.how() + others(finding);
        }
        String through = Hops.of(links.stream().filter(link -> !isBirthOf(finding, link)).map(IamEvent::change)
                .toList());
        String granters = links.stream().filter(link -> !isBirthOf(finding, link)).map(link -> link.call().actor())
                .distinct().limit(3).collect(Collectors.joining(" and "));
        return who + birth(finding, links) + " became an administrator"
                + (finding.grade() == Grade.FULL_ADMIN ? "" : " in effect")
                + (through.isEmpty() ? "" : " through " + through + what(finding))
                + (granters.isEmpty() ? "" : ", by " + granters) + others(finding);
    }

    private static String what(Finding finding) {
        String condition = finding.conditional() ? " under a condition" : "";
        return finding.grade() == Grade.FULL_ADMIN
                ? ": Allow * on *" + condition
                : ": " + finding.how() + condition;
    }

    private static String others(Finding finding) {
        if (finding.othersTotal() == 0) {
            return "";
        }
        String named = finding.others().stream().limit(5).collect(Collectors.joining(", "));
        int more = finding.othersTotal() - Math.min(5, finding.others().size());
        String word = finding.target().isTold()
                ? finding.target().kind() == EntityKind.GROUP ? "; members: " : ": "
                : "; candidates: ";
        return word + named + (more > 0 ? " and " + more + " more" : "");
    }

    private static String birth(Finding finding, List<IamEvent> links) {
        if (finding.tb() == null) {
            return ", whose creation was not seen,";
        }
        String creator = links.stream().filter(link -> isBirthOf(finding, link)).findFirst()
                .map(link -> " by " + link.call().actor()).orElse("");
        long seconds = finding.ta() - finding.tb();
        String when = seconds == 0
                ? "in the same second"
                : Math.abs(seconds) + " s " + (seconds > 0 ? "earlier" : "later, by another clock,");
        String emphasis = finding.rule() == RuleId.ADMIN_GRANTED && finding.target().kind() == EntityKind.USER
                ? " long before,"
                : "";
        return ", created " + when + creator + "," + emphasis;
    }

    private static boolean isBirthOf(Finding finding, IamEvent link) {
        return link.change() instanceof Change.Born born && born.subject().kind() == finding.target().kind()
                && born.subject().name().equalsIgnoreCase(finding.target().name());
    }
}
