package io.iamwatch.detector.detection;

import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.event.EventId;
import io.iamwatch.detector.event.Sha256;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.iam.Biographies;
import io.iamwatch.detector.rules.AskedRules;
import io.iamwatch.detector.rules.RuleId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Grants of groups and policies whose content was never seen. Where the account has a snapshot each of them is an
 * alert of its own; without one nearly all content is unknown, and one summary tells of them all.
 */
final class Unresolved {

    /** So many are looked at for the summary, by name. */
    private static final int MAX_SUMMED = 64;

    private final Session session;
    private final AskedRules rules;
    private final Subject account;
    private boolean dirty;
    private boolean snapshot;

    Unresolved(Session session, AskedRules rules) {
        this.session = session;
        this.rules = rules;
        this.account = new Subject(EntityKind.ACCOUNT, session.account());
    }

    /** A snapshot was read: what it explains is no longer unknown, and the rest can be told one by one. */
    void snapshotSeen() {
        snapshot = true;
        dirty = true;
    }

    /** Takes what is unresolved out of the findings, where it is to be told in the summary. */
    Finding take(Biographies biographies, List<Finding> findings) {
        List<Finding> unresolved = findings.stream().filter(finding -> finding.rule() == RuleId.UNRESOLVED_GRANT)
                .toList();
        Finding latent = unresolved.isEmpty() ? null : unresolved.getFirst();
        List<Finding> before = biographies.names().stream().map(name -> session.node(name).latent())
                .filter(java.util.Objects::nonNull).toList();
        if (!before.equals(latent == null ? List.of() : List.of(latent))) {
            dirty = true;
            biographies.names().forEach(name -> session.unlink(Graph.Link.UNRESOLVED, account.key(), name));
            if (latent != null) {
                session.link(Graph.Link.UNRESOLVED, account.key(), Judgement.home(biographies, latent));
            }
        }
        findings.removeAll(unresolved);
        return latent;
    }

    /** Returns what changed about the summary. */
    List<AlertChange> settle(long arrival) {
        if (!dirty) {
            return List.of();
        }
        Subject keeper = new Subject(EntityKind.ACCOUNT, session.account() + "/unresolved");
        List<Finding> latent = new ArrayList<>();
        for (Subject subject : session.linked(Graph.Link.UNRESOLVED, account.key(), MAX_SUMMED)) {
            Finding finding = session.node(subject).latent();
            if (finding != null) {
                latent.add(finding);
            }
        }
        latent.sort(Comparator.comparingLong(Finding::ta).thenComparing(Finding::uid));
        Node node = session.node(keeper);
        boolean hasSnapshot = snapshot || !node.dependsOn().isEmpty();
        List<Finding> findings = latent.isEmpty() ? List.of() : hasSnapshot ? latent : List.of(summary(latent));
        List<Finding> sorted = findings.stream().sorted(Comparator.comparing(Finding::uid)).toList();
        Comparison comparison = Comparison.of(node.standing(), sorted, keeper, arrival);
        session.put(keeper, node.withFindings(comparison.standing(), null)
                .withTies(hasSnapshot ? List.of("snapshot") : List.of(), List.of()));
        return comparison.changes();
    }

    /** Tells of one, two, four, eight and so on: it grows with every doubling and not with every grant. */
    private Finding summary(List<Finding> all) {
        List<Finding> latent = all.subList(0, Integer.highestOneBit(all.size()));
        Finding first = latent.getFirst();
        List<EventId> links = latent.stream().flatMap(finding -> finding.links().stream()).distinct().sorted().toList();
        List<String> others = latent.stream().skip(1)
                .map(finding -> finding.target().kind().word() + " " + finding.target().name()).toList();
        return new Finding(Sha256.ofParts(RuleId.UNRESOLVED_GRANT.id(), session.account(), "summary"),
                RuleId.UNRESOLVED_GRANT, rules.severity(RuleId.UNRESOLVED_GRANT, Severity.LOW), first.target(),
                first.ta(), first.tb(), first.grade(), false, first.how(), links, first.flags(),
                others.stream().limit(Finding.MAX_OTHERS).toList(), others.size(), null);
    }
}
