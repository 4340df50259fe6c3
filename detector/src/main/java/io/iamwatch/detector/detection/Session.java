package io.iamwatch.detector.detection;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.event.EventId;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.iam.AdminSpans;
import io.iamwatch.detector.iam.Fact;
import io.iamwatch.detector.iam.Known;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One judgement's view of an account: what was read is kept, what is written waits until the judgement is complete.
 * A judgement that fails half-way changes nothing.
 */
final class Session implements Known {

    private static final int MAX_LINKS = 10_000;
    private static final int MAX_TRUSTED_BY = 1000;

    private static final List<Graph.Link> LINKS = List.of(Graph.Link.MEMBER_OF, Graph.Link.USES,
            Graph.Link.KNOWN_AS, Graph.Link.SESSION_OF);

    private final Graph graph;
    private final long memory;
    private final Map<String, Node> read = new HashMap<>();
    private final Map<String, Subject> written = new LinkedHashMap<>();
    private final Map<String, Subject> quoted = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, AdminSpans> administrators = new LinkedHashMap<>();
    private final Map<String, Map<String, Boolean>> links = new LinkedHashMap<>();
    private final Map<String, Runnable> linkWrites = new LinkedHashMap<>();

    Session(Graph graph, long memory) {
        this.graph = graph;
        this.memory = memory;
    }

    @Override
    public String account() {
        return graph.account();
    }

    @Override
    public long memory() {
        return memory;
    }

    @Override
    public List<Fact> facts(Subject subject) {
        return node(subject).facts();
    }

    /** Returns the names of one kind of which something was known before; at most so many. */
    List<Subject> names(EntityKind kind, int limit) {
        return graph.names(kind, limit);
    }

    Node node(Subject subject) {
        Node node = read.get(subject.id());
        if (node == null) {
            node = graph.node(subject);
            read.put(subject.id(), node);
            nodes.add(node);
        }
        return node;
    }

    /** Returns the facts that this judgement has seen, by their identities. */
    Map<EventId, Fact> seen() {
        Map<EventId, Fact> seen = new HashMap<>();
        nodes.forEach(node -> node.facts().forEach(fact -> seen.putIfAbsent(fact.id(), fact)));
        return seen;
    }

    void put(Subject subject, Node node) {
        Node before = node(subject);
        relink(subject, before.facts(), node.facts());
        nodes.add(node);
        read.put(subject.id(), node);
        written.put(subject.id(), subject);
    }

    /** Groups and policies are found from who has them only by these links. Of a thousand facts hardly one differs. */
    private void relink(Subject subject, List<Fact> before, List<Fact> after) {
        if (subject.kind() == EntityKind.RECENT) {
            // A session is whose deeds its calls are, and these are nobody's yet.
            return;
        }
        List<Fact> come = without(after, before);
        List<Fact> gone = without(before, after);
        if (come.isEmpty() && gone.isEmpty()) {
            return;
        }
        for (Graph.Link link : LINKS) {
            Set<String> is = targets(link, come);
            if (!is.isEmpty()) {
                is.removeAll(targets(link, before));
                is.forEach(to -> link(link, to, subject));
            }
            Set<String> was = targets(link, gone);
            if (!was.isEmpty()) {
                was.removeAll(targets(link, after));
                was.forEach(to -> unlink(link, to, subject));
            }
        }
    }

    /** Returns the facts that are not among others; both are in the order of their identities. */
    @SuppressWarnings("ReferenceEquality")
    private static List<Fact> without(List<Fact> facts, List<Fact> others) {
        List<Fact> rest = new ArrayList<>(0);
        int next = 0;
        for (Fact fact : facts) {
            if (next < others.size() && others.get(next) == fact) {
                // Nearly all of them are the same objects.
                next++;
                continue;
            }
            while (next < others.size() && others.get(next).compareTo(fact) < 0) {
                next++;
            }
            if (next == others.size() || !others.get(next).equals(fact)) {
                rest.add(fact);
            }
        }
        return rest;
    }

    private static Set<String> targets(Graph.Link link, List<Fact> facts) {
        Set<String> targets = new TreeSet<>();
        for (Fact fact : facts) {
            switch (link) {
                case MEMBER_OF -> groups(fact.change()).forEach(group -> targets.add(Subject.group(group).key()));
                case USES -> policies(fact.change()).forEach(arn -> targets.add(Subject.policy(arn).key()));
                case KNOWN_AS -> fact.movableId().ifPresent(id -> targets.add(id.id()));
                case SESSION_OF -> issued(fact.change()).forEach(targets::add);
                case DEPENDS_ON, TRUSTS, UNRESOLVED -> throw new IllegalArgumentException(link + " is of no fact");
            }
        }
        return targets;
    }

    private static List<String> groups(Change change) {
        return switch (change) {
            case Change.Joined joined -> List.of(joined.groupName());
            case Change.Left left -> List.of(left.groupName());
            case Change.Snapshot snapshot -> snapshot.groups();
            default -> List.of();
        };
    }

    private static List<String> issued(Change change) {
        return change instanceof Change.Acted acted ? known(acted.issuedKey()) : List.of();
    }

    private static List<String> policies(Change change) {
        return switch (change) {
            case Change.Attached attached -> List.of(attached.policyArn());
            case Change.Detached detached -> List.of(detached.policyArn());
            case Change.BoundaryPut boundary -> known(boundary.policyArn());
            case Change.Born born -> known(born.boundaryArn());
            case Change.Snapshot snapshot -> {
                List<String> policies = new ArrayList<>(snapshot.attached());
                policies.addAll(known(snapshot.boundaryArn()));
                yield policies;
            }
            default -> List.of();
        };
    }

    private static List<String> known(String arn) {
        return arn == null ? List.of() : List.of(arn);
    }

    void link(Graph.Link link, String to, Subject from) {
        record(link, to, from, true);
    }

    void unlink(Graph.Link link, String to, Subject from) {
        record(link, to, from, false);
    }

    private void record(Graph.Link link, String to, Subject from, boolean there) {
        links.computeIfAbsent(link + "|" + to, key -> new LinkedHashMap<>()).put(from.id(), there);
        linkWrites.put(link + "|" + to + "|" + from.id(),
                there ? () -> graph.link(link, to, from) : () -> graph.unlink(link, to, from));
    }

    List<Subject> linked(Graph.Link link, String to, int limit) {
        List<Subject> before = graph.linked(link, to, limit);
        Map<String, Boolean> changed = links.isEmpty() ? Map.of() : links.getOrDefault(link + "|" + to, Map.of());
        if (changed.isEmpty()) {
            return before;
        }
        Map<String, Subject> linked = new LinkedHashMap<>();
        before.forEach(subject -> linked.put(subject.id(), subject));
        changed.forEach((id, there) -> {
            if (there) {
                int bar = id.indexOf('|');
                linked.put(id, new Subject(kind(id.substring(0, bar)), id.substring(bar + 1)));
            } else {
                linked.remove(id);
            }
        });
        return List.copyOf(linked.values());
    }

    private static EntityKind kind(String word) {
        for (EntityKind kind : EntityKind.values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no kind of entity: " + word);
    }

    @Override
    public List<Subject> rolesThatTrust(Subject principal, int limit) {
        return principal.kind() == EntityKind.ACCOUNT
                ? linked(Graph.Link.TRUSTS, principal.id(), limit)
                : node(principal).trustedBy();
    }

    /** A principal knows which roles let it in; who lets in the whole account may be many. */
    void trust(Subject principal, Subject role, boolean lets) {
        if (principal.kind() == EntityKind.ACCOUNT) {
            record(Graph.Link.TRUSTS, principal.id(), role, lets);
            return;
        }
        Node node = node(principal);
        List<Subject> roles = new ArrayList<>(node.trustedBy());
        roles.removeIf(other -> other.is(role));
        if (lets && roles.size() < MAX_TRUSTED_BY) {
            roles.add(role);
        }
        roles.sort(java.util.Comparator.comparing(Subject::key));
        put(principal, node.withTrustedBy(roles));
    }

    @Override
    public List<Subject> namesOf(Subject uniqueId) {
        return linked(Graph.Link.KNOWN_AS, uniqueId.id(), MAX_LINKS);
    }

    @Override
    public List<Subject> holders(Subject policy, int limit) {
        return linked(Graph.Link.USES, policy.key(), limit);
    }

    @Override
    public List<Subject> roles(int limit) {
        Map<String, Subject> roles = new LinkedHashMap<>();
        graph.names(EntityKind.ROLE, limit).forEach(role -> roles.put(role.id(), role));
        written.values().stream().filter(subject -> subject.kind() == EntityKind.ROLE)
                .forEach(role -> roles.put(role.id(), role));
        return List.copyOf(roles.values());
    }

    @Override
    public List<AdminSpans> administrators(EntityKind kind, int limit) {
        Map<String, AdminSpans> all = new LinkedHashMap<>();
        graph.administrators(kind, limit).forEach(admin -> all.put(admin.subject().id(), admin));
        administrators.forEach((id, admin) -> {
            if (admin.subject().kind() == kind) {
                all.remove(id);
                if (!admin.spans().isEmpty()) {
                    all.put(id, admin);
                }
            }
        });
        return List.copyOf(all.values());
    }

    @Override
    public AdminSpans administrator(Subject subject) {
        return new AdminSpans(subject, node(subject).spans());
    }

    void put(AdminSpans administrator) {
        put(administrator.subject(), node(administrator.subject()).withSpans(administrator.spans()));
        administrators.put(administrator.subject().id(), administrator);
    }

    List<Subject> dependents(Subject on) {
        List<Subject> dependents = new ArrayList<>(linked(Graph.Link.DEPENDS_ON, on.id(), MAX_LINKS));
        dependents.addAll(linked(Graph.Link.DEPENDS_ON, on.kind().word() + "|*", MAX_LINKS));
        return dependents;
    }

    /** The records of recent calls are to be kept as those of somebody's deeds. */
    void quoteAs(Subject deeds) {
        quoted.put(deeds.id(), deeds);
    }

    /** Writes everything. */
    void flush() {
        written.forEach((id, subject) -> graph.put(subject, read.get(id)));
        quoted.values().forEach(graph::quote);
        linkWrites.values().forEach(Runnable::run);
        administrators.values().forEach(graph::put);
    }
}
