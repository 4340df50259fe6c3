package io.iamwatch.detector.detection;

import static java.util.stream.Collectors.groupingBy;

import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.detector.event.Call;
import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.event.EventId;
import io.iamwatch.detector.event.Sha256;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.iam.Fact;
import io.iamwatch.detector.iam.Grade;
import io.iamwatch.detector.policy.AwsManagedPolicies;
import io.iamwatch.detector.policy.Grading;
import io.iamwatch.detector.policy.PolicyDocument;
import io.iamwatch.detector.policy.Standpoint;
import io.iamwatch.detector.rules.AskedRules;
import io.iamwatch.detector.rules.RuleId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Rules about events that change no graph: denied writes, grants whose parameters are missing, Identity Center. */
final class SingleEvents {

    private SingleEvents() {
    }

    static List<Finding> findings(String account, Subject subject, List<Fact> facts, AskedRules rules) {
        List<Finding> findings = new ArrayList<>(switch (subject.kind()) {
            case ACTOR -> denied(account, facts, rules);
            case ACCOUNT -> omitted(account, facts, rules);
            case ASSIGNMENT -> center(account, facts, rules);
            case TRAIL -> Tampering.findings(account, facts, rules);
            case USER, GROUP, ROLE, POLICY, DEEDS, RECENT, GUARDS ->
                throw new IllegalStateException(subject + " has a history of its own");
        });
        findings.sort(Comparator.comparing(Finding::uid));
        return findings;
    }

    private static List<Finding> denied(String account, List<Fact> facts, AskedRules rules) {
        RuleId rule = RuleId.DENIED_IAM_ATTEMPTS;
        List<Finding> findings = new ArrayList<>();
        if (!rules.isEnabled(rule)) {
            return findings;
        }
        for (List<Fact> episode : Episodes.of(facts, Episodes.pauseOfDenied(rules))) {
            if (isDense(episode, rules.threshold(rule), rules.window(rule))) {
                Call actor = episode.getFirst().event().call();
                String id = episode.getFirst().change().subject().name();
                List<String> targets = episode.stream().map(fact -> (Change.Denied) fact.change())
                        .map(denied -> denied.action() + (denied.target() == null ? "" : " on " + denied.target()))
                        .distinct().toList();
                Finding.Target target = new Finding.Target(account, actorKind(actor),
                        actor.actorName() == null ? actor.actor() : actor.actorName(), id, actor.actorArn());
                findings.add(finding(rule, rules.severity(rule, rules.severity(rule)), target, episode, Grade.LIMITED,
                        "was denied " + episode.size() + " IAM writes", targets,
                        Sha256.ofParts(rule.id(), account, id,
                                Long.toString(episode.getFirst().second())),
                        rules));
            }
        }
        return findings;
    }

    private static EntityKind actorKind(Call actor) {
        return "AssumedRole".equals(actor.actorType())
                ? EntityKind.ROLE
                : "IAMUser".equals(actor.actorType()) ? EntityKind.USER : EntityKind.ACTOR;
    }

    private static boolean isDense(List<Fact> episode, int threshold, long window) {
        for (int i = threshold - 1; i < episode.size(); i++) {
            if (episode.get(i).second() - episode.get(i - threshold + 1).second() <= window) {
                return true;
            }
        }
        return false;
    }

    private static List<Finding> omitted(String account, List<Fact> facts, AskedRules rules) {
        List<Finding> findings = new ArrayList<>();
        if (!rules.isEnabled(RuleId.UNRESOLVED_GRANT)) {
            return findings;
        }
        facts.stream().filter(fact -> fact.change() instanceof Change.Omitted)
                .collect(groupingBy(SingleEvents::whose, TreeMap::new, java.util.stream.Collectors.toList()))
                .forEach((whose, calls) -> Episodes.of(calls)
                        .forEach(episode -> findings.add(omitted(account, whose, episode, rules))));
        return findings;
    }

    /** One actor's calls are one story; a creation whose name is known must not hide whom the others are about. */
    private static String whose(Fact fact) {
        Change.Omitted omitted = (Change.Omitted) fact.change();
        String actor = fact.event().call().identity();
        return omitted.name() == null ? actor : actor + '|' + omitted.kind() + '|' + omitted.name();
    }

    private static Finding omitted(String account, String whose, List<Fact> episode, AskedRules rules) {
        RuleId rule = RuleId.UNRESOLVED_GRANT;
        Change.Omitted omitted = (Change.Omitted) episode.getFirst().change();
        Finding.Target target = new Finding.Target(account, omitted.kind(),
                omitted.name() == null ? Finding.Target.NOT_TOLD : omitted.name(), null, null);
        String how = (omitted.name() == null ? "was given something by " : "was made by ") + omitted.action()
                + ", whose parameters CloudTrail left out";
        return finding(rule, rules.severity(rule, Severity.HIGH), target, episode, Grade.UNKNOWN, how, List.of(),
                Sha256.ofParts(rule.id(), account, "omitted", whose, Long.toString(episode.getFirst().second())),
                rules);
    }

    private static List<Finding> center(String account, List<Fact> facts, AskedRules rules) {
        List<Finding> findings = new ArrayList<>();
        if (!rules.isEnabled(RuleId.IDENTITY_CENTER_GRANT)) {
            return findings;
        }
        for (Fact fact : facts) {
            Change.CenterGranted granted = (Change.CenterGranted) fact.change();
            Grade grade = grade(account, granted);
            Finding.Target target = new Finding.Target(account, EntityKind.ASSIGNMENT,
                    granted.grantee() == null ? granted.subject().name() : granted.grantee(), null, null);
            EventId id = fact.id();
            findings.add(finding(RuleId.IDENTITY_CENTER_GRANT,
                    rules.severity(RuleId.IDENTITY_CENTER_GRANT, rules.severity(RuleId.IDENTITY_CENTER_GRANT)),
                    target, List.of(fact), grade, "was granted " + what(granted) + " in IAM Identity Center",
                    List.of(), Sha256.ofParts(RuleId.IDENTITY_CENTER_GRANT.id(), account, id.eventId(),
                            id.eventName(), Long.toString(id.second())),
                    rules));
        }
        return findings;
    }

    /**
     * Returns that of a role which has what was granted and nothing else. It may be a role of any account: what does
     * not make an administrator of this one may do so there.
     */
    private static Grade grade(String account, Change.CenterGranted granted) {
        return granted.grant() != null
                ? AwsManagedPolicies.byArn(granted.grant()).map(AwsManagedPolicies.Entry::grade).orElse(Grade.UNKNOWN)
                : Optional.ofNullable(granted.document()).flatMap(PolicyDocument::parse)
                        .map(document -> Grading.grade(Standpoint.ofCenterRole(account, document)).grade())
                        .filter(grade -> grade != Grade.LIMITED).orElse(Grade.UNKNOWN);
    }

    private static String what(Change.CenterGranted granted) {
        String grant = granted.grant() == null
                ? "an inline policy"
                : granted.grant().substring(granted.grant().lastIndexOf('/') + 1);
        return granted.targetAccount() == null ? grant : grant + " on account " + granted.targetAccount();
    }

    static Finding finding(RuleId rule, Severity severity, Finding.Target target, List<Fact> links,
            Grade grade, String how, List<String> others, String uid, AskedRules rules) {
        Fact first = links.getFirst();
        Finding.Flags flags = new Finding.Flags(false, false, false, links.stream().anyMatch(Fact::late),
                links.stream().anyMatch(Fact::future), false, false, false);
        Finding finding = new Finding(uid, rule, severity, target, first.second(), null, grade, false, how,
                links.stream().map(Fact::id).toList(), flags,
                others.stream().limit(Finding.MAX_OTHERS).toList(), others.size(), null);
        return Allowed.downgrade(finding, links, rules);
    }
}
