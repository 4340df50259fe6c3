package io.iamwatch.detector.detection;

import io.iamwatch.contracts.finding.AdminActivity;
import io.iamwatch.contracts.finding.StillSucceeding;
import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.event.EventId;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.iam.Assessment;
import io.iamwatch.detector.iam.Fact;
import io.iamwatch.detector.iam.Grade;
import io.iamwatch.detector.iam.Life;
import io.iamwatch.detector.iam.Occasion;
import io.iamwatch.detector.iam.Stretch;
import io.iamwatch.detector.iam.World;
import io.iamwatch.detector.rules.AskedRules;
import io.iamwatch.detector.rules.RuleId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rules about users, groups and roles. */
final class PrincipalRules {

    private static final String FAMILY = "new-admin";
    private static final Comparator<Finding> ORDER = Comparator.comparingLong(Finding::ta)
            .thenComparing(finding -> finding.links().toString()).thenComparing(Finding::toString);

    private final Session session;
    private final World world;
    private final AskedRules rules;
    private final Severities severities;
    private final Past past;
    private final Map<String, Finding> decided;
    private Identities identities;

    /**
     * Looks at an account.
     *
     * @param past what was decided before
     * @param decided what stands of older seconds, by uid: it stays as it was told
     */
    PrincipalRules(Session session, World world, AskedRules rules, Past past, Map<String, Finding> decided) {
        this.past = past;
        this.decided = decided;
        this.session = session;
        this.world = world;
        this.rules = rules;
        this.severities = new Severities(world, rules);
    }

    /** Returns the findings about connected lives. */
    List<Finding> findings(Map<Life, Assessment> assessments) {
        List<Finding> findings = new ArrayList<>();
        identities = new Identities(session.account(), session.memory(), assessments);
        assessments.forEach((life, assessment) -> {
            Optional<Admin> admin = newAdmin(assessment);
            admin.map(Admin::finding).ifPresent(findings::add);
            Optional<Admin> told = admin.map(known -> known.asToldIn(decided));
            told.flatMap(known -> active(life, known)).ifPresent(findings::add);
            told.flatMap(known -> contained(assessment, known)).ifPresent(findings::add);
            indirect(assessment).ifPresent(findings::add);
            unresolved(assessment).ifPresent(findings::add);
            selfEscalation(assessment).ifPresent(findings::add);
            if (life.kind() == EntityKind.USER) {
                findings.addAll(Credentials.findings(this, assessment));
                outsideAutomation(assessment).ifPresent(findings::add);
            }
        });
        findings.removeIf(finding -> !rules.isEnabled(finding.rule()));
        return distinct(findings);
    }

    /** Several whose births were not seen may share a name, and so a uid: the oldest story stands for them all. */
    private static List<Finding> distinct(List<Finding> findings) {
        Map<String, Finding> distinct = new TreeMap<>();
        findings.forEach(finding -> distinct.merge(finding.uid(), finding,
                (one, other) -> ORDER.compare(one, other) <= 0 ? one : other));
        return new ArrayList<>(distinct.values());
    }

    /** That somebody became an administrator, by what, and in which second: that tells who it is. */
    private record Admin(Finding finding, Set<Fact> grants, long second) {

        /** Who is one anew, long after, has the alert that it had: its first times are not told again. */
        Admin asToldIn(Map<String, Finding> decided) {
            Finding before = decided.get(finding.uid());
            return before == null
                    ? this
                    : new Admin(before.withStillAdmin(finding.flags().stillAdmin()), grants, second);
        }
    }

    private Optional<Admin> newAdmin(Assessment assessment) {
        return starts(assessment, stretch -> stretch.grade().isAdmin()).map(first -> newAdmin(assessment, first))
                .filter(admin -> !isRemnant(admin.finding())).findFirst();
    }

    /** What folding leaves of a history may look like an older beginning than the one that is told. */
    private boolean isRemnant(Finding finding) {
        return !decided.containsKey(finding.uid()) && past.isRemnant(finding);
    }

    private Admin newAdmin(Assessment assessment, Stretch first) {
        Life life = assessment.life();
        boolean isNew = isNew(life, first.from());
        Set<Fact> links = new LinkedHashSet<>();
        if (identities.isBorn(life, first.from())) {
            links.add(life.birth());
        }
        links.addAll(first.causes());
        Stretch peak = peak(assessment, first);
        links.addAll(peak.causes());
        Optional<Fact> foreign = ForeignTrust.of(world, assessment, first.from(), first.from() + session.memory());
        foreign.filter(Fact::isEvent).ifPresent(links::add);
        RuleId rule = isNew ? RuleId.NEW_ADMIN_USER : RuleId.ADMIN_GRANTED;
        Finding finding = finding(rule, severities.ofAdmin(life, isNew, foreign.isPresent()), assessment, first,
                identities.uid(FAMILY, life, first.from()), links, peak.grade(),
                peak.verdict().conditional(), peak.verdict().clause().sentence());
        return new Admin(
                Allowed.downgrade(withMembers(finding, life, first.from()), answeredFor(life, first, links), rules),
                links, first.from());
    }

    /**
     * Somebody has to answer for the call that made the difference too, where the rights rest on none of that second.
     */
    private List<Fact> answeredFor(Life life, Stretch first, Set<Fact> links) {
        List<Fact> calls = new ArrayList<>(links);
        if (links.stream().noneMatch(fact -> fact.second() == first.from())) {
            calls.addAll(Occasion.calls(world, life, first));
        }
        return calls;
    }

    /** It stands and falls with the alert that it is about, and is decided with it. */
    private Optional<Finding> active(Life life, Admin known) {
        Finding admin = known.finding();
        RuleId rule = RuleId.NEW_ADMIN_ACTIVE;
        if (life.kind() != EntityKind.USER || !rules.isEnabled(admin.rule()) || !rules.isEnabled(rule)) {
            return Optional.empty();
        }
        long until = admin.ta() + rules.window(rule);
        if (admin.ta() >= past.decidedBefore()) {
            takeOver(life, admin.ta());
        }
        ActiveAdmin active = new ActiveAdmin(session, life, admin.ta(), until, known.grants());
        List<Fact> around = active.around();
        List<Fact> links = active.links(around);
        if (links.isEmpty()) {
            return Optional.empty();
        }
        AdminActivity activity = active.activity();
        Finding.Flags flags = new Finding.Flags(admin.flags().stillAdmin(), admin.flags().provisional(),
                admin.flags().orderUnknown(), links.stream().anyMatch(Fact::late), false, false, false, false);
        Finding finding = new Finding(identities.uid(rule.id(), life, known.second()), rule,
                rules.severity(rule, rules.severity(rule)), admin.target(), admin.ta(), admin.tb(),
                admin.grade(), false, ActiveAdmin.how(activity, around.size()), links.stream().map(Fact::id).toList(),
                flags,
                List.of(), 0, null);
        return Optional.of(Allowed.downgrade(finding.with(activity, null), links, rules));
    }

    /** What it did before is another story, and may have been as much as is remembered. */
    private void takeOver(Life life, long tellsFrom) {
        for (Subject name : life.names()) {
            Subject deeds = Subject.deeds(name.name());
            Node before = session.node(deeds);
            Node after = Deeds.telling(before, tellsFrom);
            if (!after.equals(before)) {
                session.put(deeds, after);
            }
            RecentCalls.adopt(session, deeds, Aftermath.rememberedFrom(past.decidedBefore(), session.memory()));
        }
    }

    /** So do measures against it. */
    private Optional<Finding> contained(Assessment assessment, Admin known) {
        Finding admin = known.finding();
        Life life = assessment.life();
        RuleId rule = RuleId.NEW_ADMIN_CONTAINED;
        if (life.kind() != EntityKind.USER || !rules.isEnabled(admin.rule())) {
            return Optional.empty();
        }
        long until = admin.ta() + rules.window(rule);
        Containment containment = new Containment(assessment, admin.ta(), until, Containment.deletions(session, life));
        List<Fact> links = containment.measures();
        if (links.isEmpty()) {
            return Optional.empty();
        }
        StillSucceeding succeeding = Aftermath.succeeding(session, life, admin.ta(), containment.lastMeasure(),
                until);
        boolean succeeds = succeeding != null;
        Finding.Flags flags = new Finding.Flags(admin.flags().stillAdmin(), admin.flags().provisional(),
                admin.flags().orderUnknown(), links.stream().anyMatch(Fact::late), false, false,
                links.stream().anyMatch(fact -> isBy(life, fact)), false);
        List<String> open = containment.stillOpen();
        Finding finding = new Finding(identities.uid(rule.id(), life, known.second()), rule,
                rules.severity(rule, containment.extent(succeeds).severity()), admin.target(), admin.ta(), admin.tb(),
                admin.grade(), false, containment.how(succeeds), links.stream().map(Fact::id).toList(), flags,
                open.stream().limit(Finding.MAX_OTHERS).toList(), open.size(), null);
        return Optional.of(Allowed.downgrade(finding.with(null, succeeding), links, rules));
    }

    private Finding withMembers(Finding finding, Life life, long second) {
        if (life.kind() != EntityKind.GROUP) {
            return finding;
        }
        List<String> members = Members.of(session, world, life, second);
        return finding.withOthers(members.stream().limit(Finding.MAX_OTHERS).toList(), members.size());
    }

    /** Inside the window, whatever other window a rule has; host clocks differ by five seconds. */
    private boolean isNew(Life life, long second) {
        return life.kind() == EntityKind.USER && identities.isBorn(life, second)
                && rules.isWithinWindow(RuleId.NEW_ADMIN_USER, second - life.firstSecond());
    }

    /**
     * Returns the beginnings of runs of stretches that somebody made, and that are not the story of the user's group:
     * what was so when a snapshot was taken is nobody's doing.
     */
    private Stream<Stretch> starts(Assessment assessment, Predicate<Stretch> wanted) {
        List<Stretch> stretches = assessment.stretches();
        return IntStream.range(0, stretches.size())
                .filter(i -> wanted.test(stretches.get(i))
                        && (i == 0 ? !assessment.partial() : !wanted.test(stretches.get(i - 1))))
                .mapToObj(i -> Occasion.of(world, assessment.life(), stretches.get(i)))
                .filter(told -> isSomebodysDoing(assessment.life(), told));
    }

    private boolean isSomebodysDoing(Life life, Stretch stretch) {
        boolean isNew = isNew(life, stretch.from());
        boolean born = isNew && life.birth().isEvent();
        if (!born && stretch.causes().stream().noneMatch(Fact::isEvent)) {
            return false;
        }
        return isNew || life.kind() != EntityKind.USER || !GroupStory.tells(session, world, life, stretch);
    }

    /** What comes later than that, or arrives later, finds the alert as it was told. */
    boolean isPartOfStory(long first, long second) {
        return second - first <= session.memory();
    }

    /** Returns in which window after the first second another one is, counted from zero. */
    long windowOf(long first, long second) {
        return (second - first) / (session.memory() + 1);
    }

    /** Returns whether nothing that comes in time can be in one window with that second. */
    boolean isOver(long second) {
        return second + session.memory() < past.decidedBefore();
    }

    private Stretch peak(Assessment assessment, Stretch first) {
        Stretch peak = first;
        for (Stretch stretch : assessment.stretches()) {
            if (stretch.from() > first.from() && isPartOfStory(first.from(), stretch.from())
                    && stretch.grade().isAdmin() && stretch.strength() > peak.strength()) {
                peak = stretch;
            }
        }
        return peak;
    }

    private Optional<Finding> indirect(Assessment assessment) {
        if (assessment.life().kind() == EntityKind.ROLE) {
            return Optional.empty();
        }
        return starts(assessment, stretch -> stretch.verdict().grade() == Grade.INDIRECT)
                .filter(first -> assessment.stretches().stream().noneMatch(
                        stretch -> stretch.grade().isAdmin() && isPartOfStory(first.from(), stretch.from())
                                && isPartOfStory(stretch.to(), first.from())))
                .map(first -> indirect(assessment, first)).filter(finding -> !isRemnant(finding)).findFirst();
    }

    private Finding indirect(Assessment assessment, Stretch first) {
        return simple(RuleId.INDIRECT_ADMIN_PATH, assessment, first, first.causes(), Grade.INDIRECT,
                first.verdict().clause().sentence());
    }

    private Optional<Finding> unresolved(Assessment assessment) {
        Life life = assessment.life();
        Optional<Stretch> present = assessment.present().filter(stretch -> stretch.grade() == Grade.UNKNOWN)
                .filter(stretch -> stretch.unseenBy().stream().anyMatch(Fact::isEvent));
        if (life.kind() == EntityKind.ROLE || present.isEmpty()) {
            return Optional.empty();
        }
        // Since when is told by what is there: what happened meanwhile may be forgotten.
        Stretch told = present.get().since(present.get().unseenBy().getFirst().second());
        String what = String.join(", ", present.get().unseen().stream().limit(5).map(Object::toString).toList());
        return Optional.of(simple(RuleId.UNRESOLVED_GRANT, assessment, told, told.unseenBy(),
                Grade.UNKNOWN, "has something whose content was never seen: " + what));
    }

    private Optional<Finding> selfEscalation(Assessment assessment) {
        Life life = assessment.life();
        List<Stretch> stretches = assessment.stretches();
        for (int i = 0; i < stretches.size(); i++) {
            Stretch stretch = stretches.get(i);
            Stretch before = i == 0 ? null : stretches.get(i - 1);
            boolean rises = stretch.grade().isAdmin()
                    && (before == null ? !assessment.partial() : stretch.strength() > before.strength());
            if (rises) {
                List<Fact> own = stretch.causes().stream().filter(fact -> fact.second() >= stretch.from())
                        .filter(fact -> isBy(life, fact)).toList();
                if (!own.isEmpty()) {
                    return Optional.of(simple(RuleId.SELF_ESCALATION, assessment, stretch, own, stretch.grade(),
                            stretch.verdict().clause().sentence() + ", by its own doing"));
                }
            }
        }
        return Optional.empty();
    }

    static boolean isBy(Life life, Fact fact) {
        return fact.isEvent() && life.kind() != EntityKind.GROUP
                && fact.event().call().is(life.kind(), life.nameAt(fact.second()), life.uniqueId());
    }

    private Optional<Finding> outsideAutomation(Assessment assessment) {
        Life life = assessment.life();
        if (!life.isBorn() || !life.birth().isEvent() || !rules.automation().isDeclared()
                || rules.automation().made(life.birth().event().call())) {
            return Optional.empty();
        }
        Finding.Flags flags = new Finding.Flags(assessment.isAdminNow(), false, life.orderUnknown(),
                life.birth().late(),
                life.birth().future(), false, false, false);
        RuleId rule = RuleId.USER_CREATED_OUTSIDE_AUTOMATION;
        Finding finding = new Finding(identities.uid(rule.id(), life, life.firstSecond()), rule,
                rules.severity(rule, rules.severity(rule)), identities.target(life, life.firstSecond()),
                life.firstSecond(),
                life.firstSecond(), Grade.LIMITED, false, "was created outside the declared automation",
                List.of(life.birth().id()), flags, List.of(), 0, null);
        return Optional.of(Allowed.downgrade(finding, List.of(life.birth()), rules));
    }

    Finding credential(Assessment assessment, long window, List<Fact> links, Grade grade) {
        RuleId rule = RuleId.CREDENTIAL_FOR_OTHER_USER;
        Life life = assessment.life();
        long ta = links.getFirst().second();
        Finding.Flags flags = new Finding.Flags(assessment.isAdminNow(), !identities.isBorn(life, ta),
                life.orderUnknown(),
                links.stream().anyMatch(Fact::late), links.stream().anyMatch(Fact::future), false, false, false);
        String family = window == 0 ? rule.id() : rule.id() + "|" + window;
        Finding finding = new Finding(identities.uid(family, life, ta), rule,
                severities.of(rule, assessment, links), identities.target(life, ta), ta,
                identities.birth(life, ta), grade, false,
                "got a way to sign in that somebody else made", links.stream().map(Fact::id).toList(), flags,
                List.of(), 0, null);
        return Allowed.downgrade(finding, links, rules);
    }

    Finding simple(RuleId rule, Assessment assessment, Stretch stretch, List<Fact> links, Grade grade,
            String how) {
        Finding finding = finding(rule, severities.of(rule, assessment, links), assessment, stretch,
                identities.uid(rule.id(), assessment.life(), stretch.from()),
                new LinkedHashSet<>(links), grade, stretch.verdict().conditional(), how);
        return Allowed.downgrade(finding, links, rules);
    }

    private Finding finding(RuleId rule, io.iamwatch.contracts.finding.Severity severity, Assessment assessment,
            Stretch first, String uid, Set<Fact> links, Grade grade, boolean conditional, String how) {
        Life life = assessment.life();
        List<EventId> ids = CausalOrder.of(links, life.birth()).stream().map(Fact::id).toList();
        Finding.Flags flags = new Finding.Flags(assessment.isAdminNow(), isProvisional(rule, life, first.from()),
                assessment.orderUnknown(),
                links.stream().anyMatch(Fact::late), links.stream().anyMatch(Fact::future), isBySameActor(life, links),
                links.stream().anyMatch(fact -> isBy(life, fact)), first.unseenBoundary());
        return new Finding(uid, rule, severity, identities.target(life, first.from()), first.from(),
                identities.birth(life, first.from()), grade, conditional, how, ids, flags, List.of(), 0, null);
    }

    private boolean isProvisional(RuleId rule, Life life, long second) {
        return rule == RuleId.UNRESOLVED_GRANT || (rule == RuleId.ADMIN_GRANTED && !identities.isBorn(life, second));
    }

    private static boolean isBySameActor(Life life, Set<Fact> links) {
        if (!life.isBorn() || !life.birth().isEvent()) {
            return false;
        }
        String creator = life.birth().event().call().identity();
        return links.stream().anyMatch(fact -> fact.isEvent() && !fact.equals(life.birth())
                && fact.event().call().identity().equals(creator));
    }
}
