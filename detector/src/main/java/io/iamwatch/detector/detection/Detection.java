package io.iamwatch.detector.detection;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.EventId;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.iam.Fact;
import io.iamwatch.detector.iam.PolicyTexts;
import io.iamwatch.detector.rules.AskedRules;
import io.iamwatch.detector.rules.RuleId;
import io.iamwatch.detector.rules.Rules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pure core: what is known of an account, and an event, give what is known afterwards and what changed about
 * alerts. What stands is a function of the set of facts alone, so no order of arrival, no repetition and no restart
 * can change it. It remembers nothing but parsed policies; it belongs to one thread.
 */
public final class Detection {

    private final AskedRules rules;
    private final Horizon horizon;
    private final PolicyTexts texts;

    /** Creates a detection that judges by these rules. */
    public Detection(Rules rules) {
        this(AskedRules.of(rules), new PolicyTexts());
    }

    /**
     * Creates a detection that judges by these rules; its horizon is not among what it asks them.
     *
     * @param texts policies that are parsed already
     */
    public Detection(AskedRules rules, PolicyTexts texts) {
        this.rules = rules;
        this.texts = texts;
        this.horizon = Horizon.of(rules.rules());
    }

    /**
     * What an event came to.
     *
     * @param changes what to tell, in order
     * @param seen the facts that were judged together, by their identities; empty where there is nothing to tell
     * @param repeated whether the event had been seen before, so that nothing changed
     * @param commit remembers it; until then nothing is
     */
    public record Outcome(List<AlertChange> changes, Map<EventId, Fact> seen, boolean repeated, Runnable commit) {
    }

    /** Returns the rules that it judges by. */
    public Rules rules() {
        return rules.rules();
    }

    /** Returns how far back it remembers. */
    public Horizon horizon() {
        return horizon;
    }

    /**
     * Judges one event.
     *
     * @param graph what is known of its account; changed by the outcome's commit
     * @param clock the account's clock after the event
     */
    public Outcome judge(Graph graph, IamEvent event, AccountClock clock) {
        Fact fact = new Fact(event, clock.isLate(event.second(), rules().latenessHorizon()),
                AccountClock.isFuture(event.second(), event.origin().arrival()));
        Session session = new Session(graph, horizon.memory());
        if (event.change() instanceof Change.Acted acted) {
            return switch (acted.subject().kind()) {
                case RECENT -> remember(graph, session, fact);
                case GUARDS -> judgeGuard(session, acted, fact, clock);
                default -> judgeDeed(graph, session, acted, fact, clock);
            };
        }
        if (isKnown(session, fact)) {
            return new Outcome(List.of(), Map.of(), true, () -> {});
        }
        subjects(event.change()).forEach(subject -> add(session, subject, fact));
        Judgement judgement = new Judgement(session, texts, rules, horizon.foldBefore(clock), event);
        List<AlertChange> changes = judgement.after(event.change());
        return new Outcome(changes, changes.isEmpty() ? Map.of() : session.seen(), false, session::flush);
    }

    /** Of most calls of somebody busy nothing stays, and nothing is judged. */
    private Outcome judgeDeed(Graph graph, Session session, Change.Acted acted, Fact fact, AccountClock clock) {
        Node before = session.node(acted.subject());
        Node after = Deeds.with(before, fact);
        if (after.equals(before)) {
            return new Outcome(List.of(), Map.of(), true, () -> {});
        }
        if (before.facts().isEmpty()) {
            followed(graph, clock).forgotten().forEach(name -> session.put(name, Node.EMPTY));
        }
        boolean stranger = Followed.isUnheardOf(session.node(Subject.user(acted.subject().name())));
        long since = stranger ? Long.MIN_VALUE : Aftermath.rememberedFrom(horizon.foldBefore(clock), session.memory());
        session.put(acted.subject(), Deeds.since(after, since));
        if (acted.issuedKey() != null) {
            RecentCalls.adopt(session, acted.subject(), since);
        }
        Judgement judgement = new Judgement(session, texts, rules, horizon.foldBefore(clock), fact.event());
        List<AlertChange> changes = judgement.after(acted);
        return new Outcome(changes, changes.isEmpty() ? Map.of() : session.seen(), false, session::flush);
    }

    /** It matters to every new administrator of the account. */
    private Outcome judgeGuard(Session session, Change.Acted acted, Fact fact, AccountClock clock) {
        Node before = session.node(acted.subject());
        Node after = AccountGuards.with(before, fact, horizon.foldBefore(clock));
        if (after.equals(before)) {
            return new Outcome(List.of(), Map.of(), true, () -> {});
        }
        session.put(acted.subject(), after);
        List<AlertChange> changes = new Judgement(session, texts, rules, horizon.foldBefore(clock), fact.event())
                .after(acted);
        return new Outcome(changes, changes.isEmpty() ? Map.of() : session.seen(), false, session::flush);
    }

    /** It is nobody's deed yet: nothing is judged. */
    private static Outcome remember(Graph graph, Session session, Fact fact) {
        if (fact.future() || isKnown(session, fact)) {
            return new Outcome(List.of(), Map.of(), true, () -> {});
        }
        new RecentCalls(graph).remember(session, fact);
        return new Outcome(List.of(), Map.of(), false, session::flush);
    }

    /** Returns whether what is called is remembered for a while, whoever does it. */
    public boolean remembersCalls() {
        return rules.isEnabled(RuleId.NEW_ADMIN_ACTIVE);
    }

    /** Returns whether there is room for a call by a user in the short memory of who called. */
    public static boolean hasRoomForUser(Graph graph, String user, long second) {
        return new RecentCalls(graph).hasRoom(Subject.recentUser(user), second);
    }

    /** Returns whether there is room for a call with a temporary key in the short memory of who called. */
    public static boolean hasRoomForSession(Graph graph, String key, long second) {
        return new RecentCalls(graph).hasRoom(Subject.recentSession(key), second);
    }

    /** Returns a deed as one of a caller, to be judged before whose deed it is; empty where there is no room for it. */
    public Optional<IamEvent> recent(Graph graph, IamEvent deed) {
        Change.Acted acted = (Change.Acted) deed.change();
        if (!remembersCalls() || (acted.subject() == null && acted.session() == null)) {
            return Optional.empty();
        }
        IamEvent call = RecentCalls.by(deed);
        return new RecentCalls(graph).hasRoom(call.change().subject(), call.second())
                ? Optional.of(call)
                : Optional.empty();
    }

    /** Returns a deed as one about what guards the account's credentials; empty where it is none. */
    public Optional<IamEvent> guard(IamEvent deed) {
        return remembersCalls() && AccountGuards.isOne(deed)
                ? Optional.of(AccountGuards.ofAccount(deed))
                : Optional.empty();
    }

    /** Returns whether calls of a user may have to be remembered, at least; judged by what is known of its account. */
    public boolean isFollowed(Graph graph, String user, AccountClock clock) {
        return rules.isEnabled(RuleId.NEW_ADMIN_ACTIVE) && followed(graph, clock).isUser(user);
    }

    /** Returns whether calls with a temporary key are remembered: somebody who is followed has asked for it. */
    public boolean isFollowedSession(Graph graph, String key, AccountClock clock) {
        return rules.isEnabled(RuleId.NEW_ADMIN_ACTIVE) && followed(graph, clock).isSession(key);
    }

    /** Returns a deed with whose it is, to be judged; empty where nobody who is followed did it. */
    public Optional<IamEvent> followed(Graph graph, IamEvent deed, AccountClock clock) {
        return rules.isEnabled(RuleId.NEW_ADMIN_ACTIVE) ? followed(graph, clock).deed(deed) : Optional.empty();
    }

    private Followed followed(Graph graph, AccountClock clock) {
        return new Followed(graph, horizon.foldBefore(clock));
    }

    private static boolean isKnown(Session session, Fact fact) {
        return Collections.binarySearch(session.facts(fact.change().subject()), fact) >= 0;
    }

    private static void add(Session session, Subject subject, Fact fact) {
        Node node = session.node(subject);
        List<Fact> facts = new ArrayList<>(node.facts());
        int place = Collections.binarySearch(facts, fact);
        if (place < 0) {
            facts.add(-place - 1, fact);
            session.put(subject, node.withFacts(facts));
        }
    }

    /** A renaming is remembered at both names. */
    private static List<Subject> subjects(Change change) {
        return change instanceof Change.Renamed renamed && renamed.moves()
                ? List.of(renamed.subject(), renamed.renamed())
                : List.of(change.subject());
    }
}
