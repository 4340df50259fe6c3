package io.iamwatch.detector.detection;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.EventId;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.iam.Fact;
import io.iamwatch.detector.iam.PolicyTexts;
import io.iamwatch.detector.rules.Rules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The pure core: what is known of an account, and an event, give what is known afterwards and what changed about
 * alerts. What stands is a function of the set of facts alone, so no order of arrival, no repetition and no restart
 * can change it. It remembers nothing but parsed policies; it belongs to one thread.
 */
public final class Detection {

    private final Rules rules;
    private final Horizon horizon;
    private final PolicyTexts texts = new PolicyTexts();

    /** Creates a detection that judges by these rules. */
    public Detection(Rules rules) {
        this.rules = rules;
        this.horizon = Horizon.of(rules);
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
        return rules;
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
        Fact fact = new Fact(event, clock.isLate(event.second(), rules.latenessHorizon()),
                AccountClock.isFuture(event.second(), event.origin().arrival()));
        Session session = new Session(graph, horizon.memory());
        if (isKnown(session, fact)) {
            return new Outcome(List.of(), Map.of(), true, () -> {});
        }
        subjects(event.change()).forEach(subject -> add(session, subject, fact));
        Judgement judgement = new Judgement(session, texts, rules, horizon.foldBefore(clock), event);
        List<AlertChange> changes = judgement.after(event.change());
        return new Outcome(changes, changes.isEmpty() ? Map.of() : session.seen(), false, session::flush);
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
