package io.iamwatch.detector.detection;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.iam.AdminPolicies;
import io.iamwatch.detector.iam.AdminSpans;
import io.iamwatch.detector.iam.Assessment;
import io.iamwatch.detector.iam.Assessor;
import io.iamwatch.detector.iam.Biographies;
import io.iamwatch.detector.iam.Fact;
import io.iamwatch.detector.iam.Incarnation;
import io.iamwatch.detector.iam.Life;
import io.iamwatch.detector.iam.PolicyTexts;
import io.iamwatch.detector.iam.Trusted;
import io.iamwatch.detector.iam.World;
import io.iamwatch.detector.policy.Interest;
import io.iamwatch.detector.rules.AskedRules;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Follows one event through the account: who is touched is judged anew, and who rests on those, until nothing
 * changes any more.
 */
final class Judgement {

    /** Nobody can slow the detector down without end: so many judgements are made for one event. */
    static final int MAX_JUDGED = 20_000;

    /** From so many of one kind on those are looked for who were such long ago. */
    private static final int MANY_ADMINISTRATORS = 300;

    /** An event decides of what happened up to five seconds earlier, by another host's clock; twice that is safe. */
    private static final long REACHES_BACK_SECONDS = 10;

    private final Session session;
    private final World world;
    private final AskedRules rules;
    private final long foldBefore;
    private final Past past;
    private final long arrival;
    private final long since;
    private final boolean grantsNothing;
    private final boolean ofPolicies;
    private final Map<String, Subject> queue = new LinkedHashMap<>();
    private final List<AlertChange> changes = new ArrayList<>();
    private final Unresolved unresolved;
    private final Set<EntityKind> sweptOfFormer = EnumSet.noneOf(EntityKind.class);
    private int judged;

    Judgement(Session session, PolicyTexts texts, AskedRules rules, long foldBefore, IamEvent event) {
        this.session = session;
        this.world = new World(session, texts);
        this.rules = rules;
        this.foldBefore = foldBefore;
        this.past = new Past(foldBefore, event.second() - REACHES_BACK_SECONDS, event.id());
        this.arrival = event.origin().arrival();
        this.since = event.change() instanceof Change.Snapshot
                ? Incarnation.BEGINNING
                : event.second() - REACHES_BACK_SECONDS;
        this.grantsNothing = event.change() instanceof Change.CredentialIssued
                || event.change() instanceof Change.CredentialClosed || event.change() instanceof Change.Acted;
        this.ofPolicies = event.change() instanceof Change.OfSlot;
        this.unresolved = new Unresolved(session, rules);
    }

    /** Returns what the change did to the alerts. */
    List<AlertChange> after(Change change) {
        Subject subject = change.subject();
        if (subject.kind() == EntityKind.DEEDS) {
            told(Subject.user(subject.name()));
        } else if (subject.kind() == EntityKind.GUARDS) {
            session.administrators(EntityKind.USER, MAX_JUDGED).forEach(admin -> told(admin.subject()));
        } else if (subject.kind().isPrincipal() || subject.kind() == EntityKind.POLICY) {
            touched(subject);
            if (change instanceof Change.Renamed renamed) {
                touched(renamed.renamed());
            }
        } else {
            judgeNode(subject);
        }
        while (!queue.isEmpty() && judged++ < MAX_JUDGED) {
            Subject next = queue.remove(queue.keySet().iterator().next());
            judgePrincipal(next);
        }
        if (change instanceof Change.Snapshot) {
            unresolved.snapshotSeen();
        }
        changes.addAll(unresolved.settle(arrival));
        return changes;
    }

    /** What somebody did matters where an alert of it stands: the deed itself makes nobody an administrator. */
    private void told(Subject user) {
        if (!isCalm(world.biographies(user))) {
            enqueue(user);
        }
    }

    /** Queues who is touched by a change of one thing. */
    private void touched(Subject subject) {
        switch (subject.kind()) {
            case USER, ROLE -> enqueue(subject);
            case GROUP -> {
                for (Subject name : world.biographies(subject).names()) {
                    enqueue(name);
                    session.linked(Graph.Link.MEMBER_OF, name.key(), MAX_JUDGED).forEach(this::enqueue);
                }
            }
            case POLICY -> {
                session.linked(Graph.Link.USES, subject.key(), MAX_JUDGED).forEach(this::touched);
                if (!subject.ofAws()) {
                    spread(AdminPolicies.spans(world, subject));
                }
                fold(subject);
            }
            case ACTOR, ACCOUNT, ASSIGNMENT, TRAIL, DEEDS, RECENT, GUARDS ->
                throw new IllegalStateException(subject + " touches nobody");
        }
        if (subject.kind() == EntityKind.ROLE) {
            session.dependents(subject).forEach(this::enqueue);
            session.node(subject).trusts().forEach(this::enqueueTrusted);
        }
    }

    private void enqueue(Subject subject) {
        queue.putIfAbsent(subject.id(), subject);
    }

    private void fold(Subject policy) {
        Biographies biographies = world.biographies(policy);
        Node node = session.node(policy);
        Node folded = node
                .withFacts(Folding.fold(world, policy, node.facts(), List.of(), biographies.lives(), foldBefore,
                        session.memory()));
        session.put(policy, folded);
    }

    private void judgeNode(Subject subject) {
        Node node = session.node(subject);
        List<Finding> findings = SingleEvents.findings(session.account(), subject, node.facts(), rules).stream()
                .map(finding -> Candidates.addTo(finding, node.standing(), session, world)).toList();
        Comparison comparison = Comparison.of(node.standing(), findings, subject, arrival);
        changes.addAll(comparison.changes());
        List<Fact> facts = subject.kind() == EntityKind.TRAIL
                ? Tampering.fold(node.facts(), rules, foldBefore)
                : Folding.foldEpisodes(node.facts(), Episodes.pauseOfDenied(rules), foldBefore);
        session.put(subject, node.withFacts(facts).withFindings(Folding.stillTold(comparison.standing(), facts), null));
    }

    private void judgePrincipal(Subject subject) {
        if (isQuiet(subject)) {
            return;
        }
        Biographies biographies = world.biographies(subject);
        biographies.names().forEach(name -> queue.remove(name.id()));
        Map<Life, Assessment> assessments = new LinkedHashMap<>();
        boolean calm = isCalm(biographies);
        if (calm && grantsNothing && biographies.lives().stream().allMatch(Credentials::isNothing)
                && !areLetIn(biographies)) {
            biographies.lives().forEach(life -> assessments.put(life, Assessment.ofNothing(life)));
            write(biographies, assessments);
            return;
        }
        for (Life life : biographies.lives()) {
            boolean onlyNow = calm && !grantsNothing && !isFirstHeardOf(life, biographies);
            assessments.put(life, Assessor.assess(world, life, onlyNow ? since : Incarnation.BEGINNING));
        }
        if (calm && tellNothing(assessments) && !isDue(biographies)) {
            tie(biographies, assessments);
            return;
        }
        write(biographies, assessments);
        tie(biographies, assessments);
        spans(biographies, assessments).forEach(this::spread);
    }

    /** Who has the name of somebody who left it was nobody, and so not judged, until something was heard of it. */
    private boolean isFirstHeardOf(Life life, Biographies biographies) {
        return biographies.lives().size() > 1 && !life.isBorn()
                && life.facts().stream().noneMatch(fact -> fact.second() < since);
    }

    private void write(Biographies biographies, Map<Life, Assessment> assessments) {
        new PrincipalWriter(session, world, rules, biographies, past, arrival).write(assessments, changes,
                unresolved);
    }

    /** Returns whether there is no alert in what is found: only on whom it rests has to be remembered. */
    private boolean tellNothing(Map<Life, Assessment> assessments) {
        return !rules.automation().isDeclared() && assessments.values().stream()
                .allMatch(assessment -> assessment.stretches().isEmpty()
                        && Credentials.isNothing(assessment.life()));
    }

    private boolean isDue(Biographies biographies) {
        return biographies.names().stream()
                .anyMatch(name -> !Folding.isNotDue(session.node(name).facts(), foldBefore));
    }

    /**
     * Most principals: nothing stands about them, nothing that they were given bears on a grade, nobody lets them in,
     * and none of it is old enough to be forgotten. Nothing is to be found, written or told then; under another name
     * that has the same unique id neither, since each life is told by the facts of its own names.
     */
    private boolean isQuiet(Subject subject) {
        Node node = session.node(subject);
        return subject.kind() != EntityKind.ROLE && !rules.automation().isDeclared() && isCalm(node)
                && node.dependsOn().isEmpty() && node.trustedBy().isEmpty()
                && Folding.isNotDue(node.facts(), foldBefore)
                && !isAnyTrustedById(node.facts()) && !mayTellOfCredentials(node.facts())
                && world.isHarmless(subject);
    }

    /**
     * Who made a credential, and for whom, is told by more than policies. What changes these alone changes nothing
     * about it, though, as long as nobody else ever had the name.
     */
    private boolean mayTellOfCredentials(List<Fact> facts) {
        int lives = ofPolicies ? 0 : 2;
        boolean issued = false;
        for (Fact fact : facts) {
            switch (fact.change()) {
                case Change.CredentialIssued credential -> issued = true;
                case Change.Born born -> lives++;
                case Change.Snapshot snapshot -> lives++;
                case Change.Gone gone -> lives += 2;
                case Change.Renamed renamed -> lives += 2;
                default -> {
                }
            }
        }
        return issued && lives > 1;
    }

    private boolean isAnyTrustedById(List<Fact> facts) {
        for (Fact fact : facts) {
            if (fact.movableId().filter(this::isTrusted).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** A credential gives no rights, but may be the first that is heard of a user whom a role lets in. */
    private boolean areLetIn(Biographies biographies) {
        return biographies.names().stream().anyMatch(this::isTrusted) || biographies.lives().stream()
                .anyMatch(life -> life.uniqueId() != null && isTrusted(new Subject(life.kind(), life.uniqueId())));
    }

    private boolean isTrusted(Subject principal) {
        return !session.rolesThatTrust(principal, 1).isEmpty();
    }

    /** Who was nobody of note so far can only have become so by what happened now. */
    private boolean isCalm(Biographies biographies) {
        return biographies.names().stream().map(session::node).allMatch(Judgement::isCalm);
    }

    private static boolean isCalm(Node node) {
        return node.standing().isEmpty() && node.latent() == null && node.spans().isEmpty();
    }

    /** Remembers on whom the rights rest, and whom a trust policy lets in, so that a change there is followed here. */
    private void tie(Biographies biographies, Map<Life, Assessment> assessments) {
        for (Subject name : biographies.names()) {
            Node node = session.node(name);
            Set<String> dependsNow = new TreeSet<>();
            Map<String, Subject> trustsNow = new TreeMap<>();
            assessments.forEach((life, assessment) -> {
                if (life.firstStay().is(name)) {
                    addInterests(assessment, dependsNow);
                    if (assessment.partial()) {
                        dependsNow.addAll(node.dependsOn());
                    }
                    addTrusted(life, trustsNow);
                }
            });
            if (List.copyOf(dependsNow).equals(node.dependsOn())
                    && List.copyOf(trustsNow.values()).equals(node.trusts())) {
                continue;
            }
            node.dependsOn().stream().filter(on -> !dependsNow.contains(on))
                    .forEach(on -> session.unlink(Graph.Link.DEPENDS_ON, on, name));
            dependsNow.stream().filter(on -> !node.dependsOn().contains(on))
                    .forEach(on -> session.link(Graph.Link.DEPENDS_ON, on, name));
            retrust(name, node.trusts(), trustsNow);
            session.put(name, session.node(name).withTies(List.copyOf(dependsNow), List.copyOf(trustsNow.values())));
        }
    }

    private static void addInterests(Assessment assessment, Set<String> depends) {
        assessment.interests().stream().filter(interest -> interest.kind() != Interest.Kind.POLICY)
                .forEach(interest -> depends.add(interest.kind().word() + "|"
                        + interest.name()));
    }

    private void addTrusted(Life life, Map<String, Subject> trusts) {
        if (life.kind() == EntityKind.ROLE) {
            Trusted.by(world, life).forEach(who -> trusts.put(who.id(), who));
        }
    }

    private void retrust(Subject role, List<Subject> before, Map<String, Subject> now) {
        before.stream().filter(who -> !now.containsKey(who.id())).forEach(who -> {
            session.trust(who, role, false);
            enqueueTrusted(who);
        });
        now.values().stream().filter(who -> before.stream().noneMatch(other -> other.id().equals(who.id())))
                .forEach(who -> {
                    session.trust(who, role, true);
                    enqueueTrusted(who);
                });
    }

    /** A trust policy may name a user by its unique id. */
    private void enqueueTrusted(Subject who) {
        if (who.kind().isPrincipal()) {
            enqueue(who);
            session.namesOf(who).forEach(this::enqueue);
        }
    }

    /** Returns where a finding is remembered: under its own name, since what connects names may be forgotten. */
    static Subject home(Biographies biographies, Finding finding) {
        return biographies.names().stream().filter(name -> name.name().equalsIgnoreCase(finding.target().name()))
                .findFirst().orElseGet(() -> keeper(biographies));
    }

    static Subject keeper(Biographies biographies) {
        return biographies.names().stream().min(java.util.Comparator.comparing(Subject::key)).orElseThrow();
    }

    private List<AdminSpans> spans(Biographies biographies, Map<Life, Assessment> assessments) {
        Map<String, List<AdminSpans.Span>> spans = new HashMap<>();
        assessments
                .forEach((life, assessment) -> spans.computeIfAbsent(life.firstStay().key(), key -> new ArrayList<>())
                        .addAll(assessment.spans(session.account())));
        return biographies.names().stream().map(name -> new AdminSpans(name, spans.getOrDefault(name.key(), List.of())))
                .toList();
    }

    /** Who was one before all that is remembered, and is none any more, must not crowd out those who are. */
    private void forgetFormer(EntityKind kind) {
        if (!sweptOfFormer.add(kind)) {
            return;
        }
        List<AdminSpans> known = session.administrators(kind, AdminSpans.MOST_LOOKED_AT);
        if (known.size() >= MANY_ADMINISTRATORS) {
            known.stream().filter(one -> one.endBefore(foldBefore))
                    .forEach(former -> session.put(new AdminSpans(former.subject(), List.of())));
        }
    }

    /** Who became, or is no longer, an administrator may make or unmake others. */
    private void spread(AdminSpans now) {
        AdminSpans before = session.administrator(now.subject());
        if (before.spans().equals(now.spans())) {
            return;
        }
        session.put(now);
        forgetFormer(now.subject().kind());
        Map<String, Subject> known = new LinkedHashMap<>(Map.of(now.subject().id(), now.subject()));
        for (AdminSpans spans : List.of(before, now)) {
            for (AdminSpans.Span span : spans.spans()) {
                Subject name = new Subject(now.subject().kind(), span.name());
                known.putIfAbsent(name.id(), name);
            }
        }
        known.values().forEach(name -> session.dependents(name).forEach(this::enqueue));
        switch (now.subject().kind()) {
            case ROLE -> session.node(now.subject()).trusts().forEach(this::enqueueTrusted);
            // Whether it is told of a member depends on whether it is told of the group.
            case GROUP -> session.linked(Graph.Link.MEMBER_OF, now.subject().key(), MAX_JUDGED).forEach(this::enqueue);
            default -> {
            }
        }
    }
}
