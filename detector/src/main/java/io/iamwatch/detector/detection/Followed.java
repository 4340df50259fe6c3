package io.iamwatch.detector.detection;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.event.EventId;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.iam.Biographies;
import io.iamwatch.detector.iam.Fact;
import io.iamwatch.detector.rules.RuleId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whose calls are remembered: of a user about whom an alert of a new administrator stands, and of those of whom one
 * may still come, since they are new, or were never heard of before. Everybody else's are forgotten at once.
 *
 * @param graph what is known of the account
 * @param since the first second whose history may still change a decision
 */
record Followed(Graph graph, long since) {

    /** So many who were never heard of are followed in an account. */
    static final int MAX_STRANGERS = 64;

    private static final int MAX_LOOKED_AT = 1000;

    /** Returns whether calls of a user are remembered. */
    boolean isUser(String name) {
        Subject user = Subject.user(name);
        Node node = graph.node(user);
        return isUnheardOf(node)
                ? isStranger(Subject.deeds(name))
                : isNew(node) || isWatched(node) || isMoved(user, node);
    }

    /** Returns whether nothing ever happened to a name, whoever trusts it. */
    static boolean isUnheardOf(Node user) {
        return user.facts().isEmpty() && user.standing().isEmpty();
    }

    /** Returns whether calls with a temporary key are remembered: somebody who is followed has asked for it. */
    boolean isSession(String key) {
        return graph.hasLinks(Graph.Link.SESSION_OF) && !graph.linked(Graph.Link.SESSION_OF, key, 1).isEmpty();
    }

    /** Returns a deed with whose it is; empty where nobody who is followed did it. */
    Optional<IamEvent> deed(IamEvent event) {
        Change.Acted acted = (Change.Acted) event.change();
        if (acted.subject() != null) {
            return isUser(acted.subject().name()) ? Optional.of(event) : Optional.empty();
        }
        if (acted.session() == null || !isSession(acted.session())) {
            return Optional.empty();
        }
        Subject owner = graph.linked(Graph.Link.SESSION_OF, acted.session(), 1).getFirst();
        return isUser(owner.name())
                ? Optional.of(with(event, RecentCalls.by(acted, owner, ownerId(owner, acted.session()))))
                : Optional.empty();
    }

    private String ownerId(Subject owner, String session) {
        return graph.node(owner).facts().stream().map(Fact::change).filter(Change.Acted.class::isInstance)
                .map(Change.Acted.class::cast).filter(acted -> session.equals(acted.issuedKey()))
                .map(Change.Acted::userId).filter(id -> id != null).findFirst().orElse(null);
    }

    private static IamEvent with(IamEvent event, Change change) {
        EventId id = event.id();
        return new IamEvent(id, change, event.call(), event.sha256(), event.origin());
    }

    /** Returns whose deeds need not be remembered any more, where there are many: state grows with who is followed. */
    List<Subject> forgotten() {
        return graph.count(EntityKind.DEEDS, MAX_STRANGERS) < MAX_STRANGERS
                ? List.of()
                : graph.names(EntityKind.DEEDS, MAX_LOOKED_AT).stream().filter(deeds -> !isUser(deeds.name())).toList();
    }

    /** Nothing at all is known of it: its creation may be still to come, as long as it has not been here for long. */
    private boolean isStranger(Subject deeds) {
        Node node = graph.node(deeds);
        return node.facts().isEmpty()
                ? graph.count(EntityKind.DEEDS, MAX_STRANGERS) < MAX_STRANGERS
                : node.facts().getFirst().second() >= since;
    }

    /** It was created, or first heard of, lately: in the latter case its creation may be still to come. */
    private boolean isNew(Node node) {
        boolean young = !node.facts().isEmpty() && node.facts().getFirst().second() >= since
                && node.facts().stream().noneMatch(fact -> fact.change() instanceof Change.Snapshot found
                        && (found.created() == null || found.created() < since));
        return young || node.facts().stream()
                .anyMatch(fact -> fact.change() instanceof Change.Born && fact.second() >= since);
    }

    private boolean isWatched(Node node) {
        return node.standing().stream().map(Standing::finding)
                .anyMatch(finding -> finding.ta() >= since
                        && (finding.rule() == RuleId.NEW_ADMIN_USER || finding.rule() == RuleId.ADMIN_GRANTED));
    }

    /** Under another name it may be one of these, however many renamings are between. */
    private boolean isMoved(Subject user, Node node) {
        Set<String> seen = new HashSet<>(Set.of(user.id()));
        Deque<Node> queue = new ArrayDeque<>(List.of(node));
        while (!queue.isEmpty()) {
            for (Subject name : renamings(queue.remove())) {
                if (seen.size() < Biographies.MAX_NAMES && seen.add(name.id())) {
                    Node other = graph.node(name);
                    if (isNew(other) || isWatched(other)) {
                        return true;
                    }
                    queue.add(other);
                }
            }
        }
        return false;
    }

    private static List<Subject> renamings(Node node) {
        List<Subject> names = new ArrayList<>(0);
        for (Fact fact : node.facts()) {
            if (fact.change() instanceof Change.Renamed renamed && renamed.moves()) {
                names.add(renamed.subject());
                names.add(renamed.renamed());
            }
        }
        return names;
    }
}
