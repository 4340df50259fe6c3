package io.iamwatch.detector.finding;

import io.iamwatch.contracts.finding.Activity;
import io.iamwatch.contracts.finding.AlertBounds;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.Ocsf;
import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.EventId;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.iam.Fact;
import io.iamwatch.detector.rule.AlertChange;
import io.iamwatch.detector.rule.DetectionRules;
import io.iamwatch.detector.rule.Finding;
import io.iamwatch.detector.rule.RuleId;
import io.iamwatch.detector.rule.Standing;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes what changed about an alert as an OCSF Detection Finding. */
public final class AlertBuilder {

    private static final Ocsf.Product PRODUCT = new Ocsf.Product("iamwatch", "iamwatch", DetectionRules.ENGINE);

    private static final List<String> BLIND_SPOTS = List.of("service control policies, resource policies and session "
            + "policies are not in CloudTrail: the grade is an upper bound");

    private final DetectionRules rules;

    /** Creates a builder that names these rules in its alerts. */
    public AlertBuilder(DetectionRules rules) {
        this.rules = rules;
    }

    /**
     * Writes one version of an alert.
     *
     * @param facts what is known of the name: the links' events are among them
     * @param trigger the record that triggered this version
     */
    public DetectionFinding alert(AlertChange change, List<Fact> facts, Origin trigger) {
        Standing standing = change.alert();
        Finding finding = standing.finding();
        List<IamEvent> links = links(finding, facts);
        Verb verb = verb(change);
        String message = AlertBounds.cut(PathText.sentence(finding, links));
        long start = finding.links().stream().mapToLong(EventId::second).min().orElse(finding.ta());
        long end = finding.links().stream().mapToLong(EventId::second).max().orElse(finding.ta());
        var body = new DetectionFinding.Body(metadata(), cloud(finding, links),
                info(standing, links, message, start, end),
                List.of(resource(finding)), links.stream().map(EvidenceBuilder::evidence).toList(),
                details(finding, links, verb.supersededBy()));
        return AlertBounds
                .fit(DetectionFinding.of(verb.activity(), finding.severity(), verb.detail(), trigger.arrival(),
                        start * 1000, end * 1000, message, body));
    }

    private record Verb(Activity activity, String detail, String supersededBy) {
    }

    private static Verb verb(AlertChange change) {
        return switch (change) {
            case AlertChange.Raised raised -> new Verb(Activity.CREATE, null, null);
            case AlertChange.Updated updated -> new Verb(Activity.UPDATE, null, null);
            case AlertChange.Superseded(Standing alert, String by) ->
                new Verb(Activity.CLOSE, "superseded: the same grant is told by alert " + by, by);
            case AlertChange.Retracted retracted -> new Verb(Activity.CLOSE,
                    "retracted: an event that came later shows that this did not happen", null);
        };
    }

    private static List<IamEvent> links(Finding finding, List<Fact> facts) {
        Map<EventId, IamEvent> events = facts.stream().map(Fact::event)
                .collect(Collectors.toMap(IamEvent::id, Function.identity()));
        return finding.links().stream().map(events::get).filter(Objects::nonNull).toList();
    }

    private Ocsf.Metadata metadata() {
        return new Ocsf.Metadata(Ocsf.VERSION, PRODUCT, List.of("rules:" + rules.hash(),
                "engine:" + DetectionRules.ENGINE, "policies:" + DetectionRules.POLICY_TABLE));
    }

    private static Ocsf.Cloud cloud(Finding finding, List<IamEvent> links) {
        String region = links.isEmpty() ? null : links.getLast().call().region();
        return new Ocsf.Cloud("AWS", Ocsf.Account.aws(finding.target().account()), region);
    }

    private Ocsf.FindingInfo info(Standing standing, List<IamEvent> links, String message, long start, long end) {
        Finding finding = standing.finding();
        RuleId rule = finding.rule();
        List<Ocsf.RelatedEvent> related = links.stream().map(link -> new Ocsf.RelatedEvent(link.id().eventId(),
                link.id().eventName(), AlertBounds.cut(PathText.step(link)), link.second() * 1000)).toList();
        return new Ocsf.FindingInfo(finding.uid(),
                AlertBounds.cut(rule.title() + ": " + finding.target().name() + " in " + finding.target().account()),
                message, Ocsf.Analytic.rule(rule.id(), rule.title(), rules.hash(rule)), attacks(links), related,
                finding.links().size(), standing.created(), start * 1000, end * 1000);
    }

    private static List<Ocsf.Attack> attacks(List<IamEvent> links) {
        return links.stream().map(link -> link.change() instanceof Change.UserCreated
                ? Mitre.CREATE_CLOUD_ACCOUNT
                : Mitre.ADDITIONAL_CLOUD_ROLES).distinct().toList();
    }

    private static Ocsf.Resource resource(Finding finding) {
        Finding.Target target = finding.target();
        return new Ocsf.Resource(target.name(), target.arn(), target.userId(), "AWS::IAM::User");
    }

    private static DetectionFinding.Details details(Finding finding, List<IamEvent> links, String supersededBy) {
        List<String> path = links.stream().map(link -> AlertBounds.cut(PathText.step(link))).toList();
        return new DetectionFinding.Details(finding.ta() * 1000, finding.tb() == null ? null : finding.tb() * 1000,
                finding.grade().name(), false, finding.provisional(), finding.late(), finding.future(),
                finding.orderUnknown(), finding.stillAdmin(), supersededBy, path, BLIND_SPOTS, false,
                finding.links().size());
    }
}
