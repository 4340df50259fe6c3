package io.iamwatch.detector.finding;

import io.iamwatch.detector.detection.Finding;
import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.iam.Grade;
import io.iamwatch.detector.policy.AwsManagedPolicies;
import io.iamwatch.detector.rules.RuleId;
import java.util.ArrayList;
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
        String through = links.stream().filter(link -> !isBirthOf(finding, link)).map(IamEvent::change)
                .map(PathText::hop).filter(hop -> !hop.isEmpty()).distinct().collect(Collectors.joining(" → "));
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
        String word = finding.target().kind() == EntityKind.GROUP ? "; members: " : ": ";
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

    /** What one event contributed to the path. */
    private static String hop(Change change) {
        List<String> words = new ArrayList<>();
        switch (change) {
            case Change.Joined joined -> words.add("group " + joined.groupName());
            case Change.Attached attached -> words.add(policy(attached.policyArn()));
            case Change.InlinePut inline -> words.add("inline policy " + inline.policyName() + of(inline));
            case Change.VersionCreated version -> words.add("customer " + version.subject() + " "
                    + version.versionId());
            case Change.DefaultSet set -> words.add("customer " + set.subject() + " " + set.versionId());
            case Change.BoundaryDeleted lifted -> words.add("a lifted boundary");
            case Change.BoundaryPut put -> words.add("boundary " + StepText.policy(put.policyArn()));
            case Change.Detached detached -> words.add("detached " + StepText.policy(detached.policyArn()));
            case Change.InlineDeleted deleted -> words.add("deleted inline policy " + deleted.policyName());
            case Change.Left left -> words.add("left group " + left.groupName());
            case Change.TrustPut trust -> words.add("the trust policy of " + trust.subject());
            case Change.Renamed renamed -> words.add(renamed.newName() == null ? "another path" : "another name");
            case Change.Born born when born.subject().kind() == EntityKind.POLICY ->
                words.add("customer " + born.subject() + " v1");
            case Change.Born born when born.subject().kind() == EntityKind.ROLE ->
                words.add("the trust policy of " + born.subject());
            case Change.Snapshot snapshot -> words.add(snapshot.subject() + " as the IAM snapshot found it");
            case Change.Born other -> words.clear();
            case Change.Gone other -> words.clear();
            case Change.VersionDeleted other -> words.clear();
            case Change.CredentialIssued other -> words.clear();
            case Change.CredentialClosed other -> words.clear();
            case Change.Denied other -> words.clear();
            case Change.Omitted other -> words.clear();
            case Change.CenterGranted other -> words.clear();
            case Change.Tampered other -> words.clear();
            case Change.Acted other -> words.clear();
        }
        return String.join(" ", words);
    }

    private static String of(Change.InlinePut inline) {
        return inline.subject().kind() == EntityKind.USER ? "" : " of " + inline.subject();
    }

    private static String policy(String arn) {
        return AwsManagedPolicies.isAws(arn) ? StepText.policy(arn) : "customer policy " + StepText.policy(arn);
    }
}
