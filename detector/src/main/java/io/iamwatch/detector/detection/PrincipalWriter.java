package io.iamwatch.detector.detection;

import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.iam.Assessment;
import io.iamwatch.detector.iam.Biographies;
import io.iamwatch.detector.iam.Fact;
import io.iamwatch.detector.iam.Life;
import io.iamwatch.detector.iam.World;
import io.iamwatch.detector.rules.AskedRules;
import io.iamwatch.detector.rules.RuleId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes down what is found about the lives of connected names: alerts, and what of their history must stay. */
final class PrincipalWriter {

    private static final long FOR_EVER = Long.MAX_VALUE / 2;

    private final Session session;
    private final World world;
    private final AskedRules rules;
    private final Biographies biographies;
    private final Past past;
    private final long arrival;

    PrincipalWriter(Session session, World world, AskedRules rules, Biographies biographies, Past past,
            long arrival) {
        this.session = session;
        this.world = world;
        this.rules = rules;
        this.biographies = biographies;
        this.past = past;
        this.arrival = arrival;
    }

    void write(Map<Life, Assessment> assessments, List<AlertChange> changes, Unresolved unresolved) {
        List<Standing> told = biographies.names().stream().flatMap(name -> session.node(name).standing().stream())
                .toList();
        List<Finding> findings = new ArrayList<>(
                new PrincipalRules(session, world, rules, past, decided(told))
                        .findings(assessments));
        List<Standing> before = told.stream().filter(alert -> !isOver(alert.finding(), findings)).toList();
        findings.sort(Comparator.comparing(Finding::uid));
        Finding latent = unresolved.take(biographies, findings);
        Subject keeper = Judgement.keeper(biographies);
        Comparison comparison = Comparison.of(before, findings, keeper, arrival, past,
                finding -> isStillAdmin(finding, assessments));
        changes.addAll(comparison.changes());
        boolean anyoneRemembered = biographies.lives().stream()
                .anyMatch(life -> life.lastSecond() >= past.decidedBefore());
        List<Standing> standing = anyoneRemembered
                ? comparison.standing()
                : comparison.standing().stream().filter(alert -> !past.isDecided(alert.finding())).toList();
        for (Subject name : biographies.names()) {
            Node node = session.node(name);
            List<Fact> facts = Folding.fold(world, name, node.facts(), standing, biographies.lives(),
                    past.decidedBefore(), memory(node));
            List<Standing> own = standing.stream()
                    .filter(alert -> Judgement.home(biographies, alert.finding()).equals(name)).toList();
            boolean keeps = latent != null && Judgement.home(biographies, latent).equals(name);
            Node after = node.withFacts(facts).withFindings(own, keeps ? latent : null);
            if (!after.equals(node)) {
                session.put(name, after);
            }
        }
    }

    private Map<String, Finding> decided(List<Standing> standing) {
        Map<String, Finding> decided = new HashMap<>();
        standing.stream().map(Standing::finding).filter(past::isDecided)
                .forEach(finding -> decided.put(finding.uid(), finding));
        return decided;
    }

    /** Of credentials there is an alert for each window: those that are over are forgotten but for the first. */
    private boolean isOver(Finding told, List<Finding> findings) {
        return told.rule() == RuleId.CREDENTIAL_FOR_OTHER_USER && told.ta() + session.memory() < past.decidedBefore()
                && findings.stream().noneMatch(finding -> finding.uid().equals(told.uid()));
    }

    /** Whom a trust policy names has been there: as long as one does, a deletion says that it means nobody any more. */
    private long memory(Node node) {
        return node.trustedBy().isEmpty() ? session.memory() : FOR_EVER;
    }

    /** Who is known by its unique id is nobody else who had the name in that second. */
    private static boolean isStillAdmin(Finding finding, Map<Life, Assessment> assessments) {
        String uniqueId = finding.target().uniqueId();
        boolean known = uniqueId != null
                && assessments.keySet().stream().anyMatch(life -> uniqueId.equals(life.uniqueId()));
        return assessments.values().stream()
                .filter(assessment -> isOf(finding, assessment.life()))
                .filter(assessment -> !known || uniqueId.equals(assessment.life().uniqueId()))
                .anyMatch(Assessment::isAdminNow);
    }

    /** A name may be another's by now. */
    private static boolean isOf(Finding finding, Life life) {
        Finding.Target target = finding.target();
        return life.firstName().equalsIgnoreCase(target.name()) && life.isWho(target.uniqueId(), finding.ta());
    }
}
