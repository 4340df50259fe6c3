package io.iamwatch.detector.finding;

import io.iamwatch.contracts.finding.Activity;
import io.iamwatch.contracts.finding.AlertBounds;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.Ocsf;
import io.iamwatch.detector.detection.AlertChange;
import io.iamwatch.detector.detection.Finding;
import io.iamwatch.detector.detection.Standing;
import io.iamwatch.detector.event.EventId;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.iam.Fact;
import io.iamwatch.detector.policy.AwsManagedPolicies;
import io.iamwatch.detector.rules.RuleId;
import io.iamwatch.detector.rules.Rules;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Writes what changed about an alert as an OCSF Detection Finding. */
public final class AlertBuilder {

    private static final Ocsf.Product PRODUCT = new Ocsf.Product("iamwatch", "iamwatch", Rules.ENGINE);

    private static final String UPPER_BOUND = "service control policies, resource policies and session "
            + "policies are not in CloudTrail: the grade is an upper bound";

    private static final String UNSEEN_BOUNDARY = "a permissions boundary whose content was never seen may cap this";

    private static final String UNSEEN_CALLS = "calls that arrived before it was known that they are its own, calls in "
            + "other accounts, and data events that the trail does not record";

    private final Ocsf.Metadata metadata;
    private final Map<RuleId, String> hashes = new EnumMap<>(RuleId.class);

    /** Creates a builder that names these rules in its alerts. */
    public AlertBuilder(Rules rules) {
        metadata = new Ocsf.Metadata(Ocsf.VERSION, PRODUCT,
                List.of("rules:" + rules.hash(AwsManagedPolicies.version()), "engine:" + Rules.ENGINE,
                        "policies:" + AwsManagedPolicies.version()));
        for (RuleId rule : RuleId.values()) {
            hashes.put(rule, rules.hash(rule));
        }
    }

    /**
     * Writes one version of an alert.
     *
     * @param seen facts by their identities; the links' events are among them, as far as they are remembered
     * @param records the records behind events, by their SHA-256; null for one that is not remembered
     * @param trigger the record that triggered this version
     */
    public DetectionFinding alert(AlertChange change, Map<EventId, Fact> seen, Function<String, byte[]> records,
            Origin trigger) {
        Standing standing = change.alert();
        Finding finding = standing.finding();
        List<IamEvent> links = finding.links().stream().map(seen::get).filter(Objects::nonNull).map(Fact::event)
                .toList();
        Verb verb = verb(change);
        String message = AlertBounds.cut(PathText.sentence(finding, links));
        long start = finding.links().stream().mapToLong(EventId::second).min().orElse(finding.ta());
        long end = finding.links().stream().mapToLong(EventId::second).max().orElse(finding.ta());
        var evidences = links.stream().limit(AlertBounds.MAX_EVIDENCES)
                .map(link -> EvidenceBuilder.evidence(link, records.apply(link.sha256()))).toList();
        var body = new DetectionFinding.Body(metadata, cloud(finding, links),
                info(standing, links, message, start, end), List.of(resource(finding)), evidences,
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
            case AlertChange.Retracted(Standing alert) -> new Verb(Activity.CLOSE,
                    alert.finding().rule() == RuleId.UNRESOLVED_GRANT
                            ? "explained: what was granted is known now, or is gone"
                            : "retracted: an event that came later shows that this did not happen",
                    null);
        };
    }

    private static Ocsf.Cloud cloud(Finding finding, List<IamEvent> links) {
        String region = links.isEmpty() ? null : links.getLast().call().region();
        return new Ocsf.Cloud("AWS", Ocsf.Account.aws(finding.target().account()), region);
    }

    private Ocsf.FindingInfo info(Standing standing, List<IamEvent> links, String message, long start, long end) {
        Finding finding = standing.finding();
        RuleId rule = finding.rule();
        List<Ocsf.RelatedEvent> related = links.stream().limit(AlertBounds.MAX_EVIDENCES)
                .map(link -> new Ocsf.RelatedEvent(link.id().eventId(), link.id().eventName(),
                        AlertBounds.cut(StepText.of(link)), link.second() * 1000))
                .toList();
        List<Ocsf.Attack> attacks = rule == RuleId.NEW_ADMIN_CONTAINED
                ? List.of()
                : links.stream().map(link -> Mitre.technique(link.change())).distinct().toList();
        return new Ocsf.FindingInfo(finding.uid(),
                AlertBounds.cut(rule.title() + ": " + finding.target().name() + " in " + finding.target().account()),
                message, Ocsf.Analytic.rule(rule.id(), rule.title(), hashes.get(rule)), attacks, related,
                finding.links().size(), standing.created(), start * 1000, end * 1000);
    }

    private static Ocsf.Resource resource(Finding finding) {
        Finding.Target target = finding.target();
        return new Ocsf.Resource(target.name(), target.arn(), target.uniqueId(), target.kind().resourceType());
    }

    private static DetectionFinding.Details details(Finding finding, List<IamEvent> links, String supersededBy) {
        List<String> path = links.stream().limit(AlertBounds.MAX_EVIDENCES)
                .map(link -> AlertBounds.cut(StepText.of(link))).toList();
        Finding.Flags flags = finding.flags();
        List<String> blindSpots = new ArrayList<>(List.of(UPPER_BOUND));
        if (flags.unseenBoundary()) {
            blindSpots.add(UNSEEN_BOUNDARY);
        }
        if (finding.activity() != null) {
            blindSpots.add(UNSEEN_CALLS);
        }
        Long ta = PathText.isOfAdministrator(finding) ? finding.ta() * 1000 : null;
        return new DetectionFinding.Details(ta, finding.tb() == null ? null : finding.tb() * 1000,
                finding.grade().name(), finding.conditional(), flags.provisional(), flags.late(), flags.future(),
                flags.orderUnknown(), flags.stillAdmin(), flags.sameActor(), flags.selfGranted(),
                AlertBounds.cut(finding.how()),
                finding.others().stream().map(AlertBounds::cut).toList(), finding.othersTotal(), finding.allowedBy(),
                supersededBy, path, blindSpots, false, finding.links().size())
                .with(finding.activity(), finding.stillSucceeding());
    }
}
