package io.iamwatch.detector.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.contracts.finding.AlertBounds;
import io.iamwatch.detector.detection.AccountClock;
import io.iamwatch.detector.detection.Graph;
import io.iamwatch.detector.detection.Node;
import io.iamwatch.detector.detection.Recency;
import io.iamwatch.detector.detection.RecentCallers;
import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.event.EventId;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.iam.AdminSpans;
import io.iamwatch.detector.iam.Fact;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An account in a store. Keys are {@code account|kind|name}:
 *
 * <pre>
 * 111122223333|user|eve                      what is known of user eve
 * 111122223333|member-of|ops|user|eve        eve may be, or may have been, in group ops
 * 111122223333|admin-role|deploy             when role deploy is known to be an administrator
 * 111122223333|deeds|eve                     what user eve did
 * 111122223333|session-of|ASIA…|deeds|eve    user eve asked for a session
 * 111122223333|record|SHA-256                a record that evidence quotes
 * 111122223333|deed|SHA-256                  the same, of what somebody did
 * 111122223333|recent|session/ASIA…          what was called lately, by a user or a session
 * 111122223333|call|SHA-256                  a record of that
 * 111122223333|clock|                        the account's clock
 * </pre>
 *
 * It belongs to the one thread that writes the store.
 */
public final class StoredGraph implements Graph {

    /** A record of a recent call that is longer is not kept: there are many of them, and few are ever quoted. */
    private static final int MAX_CALL_BYTES = 4096;

    private static final String RECORD = "record";
    private static final String DEED = "deed";
    private static final String CALL = "call";

    private final KeyValues store;
    private final GraphCache cache;
    private final String account;
    private final Touched touched;
    /** Who called lately; null as long as nobody asked. */
    private RecentCallers recent;

    /** Opens an account. */
    public StoredGraph(KeyValues store, GraphCache cache, String account) {
        this(store, cache, account, Touched.unkept());
    }

    /** Opens an account; what is looked at is told. */
    public StoredGraph(KeyValues store, GraphCache cache, String account, Touched touched) {
        this.store = store;
        this.cache = cache;
        this.account = account;
        this.touched = touched;
    }

    @Override
    public String account() {
        return account;
    }

    @Override
    public Node node(Subject subject) {
        String key = key(subject.kind().word(), subject.key());
        touched.key(key);
        return isUnheardOf(subject) ? Node.EMPTY : remembered(key).node();
    }

    /** Of most who call nothing is remembered: a look at who called lately is cheaper than one at the store. */
    private boolean isUnheardOf(Subject subject) {
        if (subject.kind() != EntityKind.RECENT) {
            return false;
        }
        RecentCallers known = knownRecent();
        return known != null && !known.holds(subject.key());
    }

    private RecentCallers knownRecent() {
        if (recent == null) {
            recent = cache.recent(account);
        }
        return recent;
    }

    private Remembered remembered(String key) {
        Remembered remembered = cache.node(key);
        if (remembered == null) {
            remembered = cache.decode(store.get(key));
            cache.put(key, remembered);
        }
        return remembered;
    }

    @Override
    public void put(Subject subject, Node node) {
        String key = key(subject.kind().word(), subject.key());
        Remembered before = isUnheardOf(subject) ? Remembered.NOTHING : remembered(key);
        forgetRecords(subject, before.node(), node);
        if (subject.kind() == EntityKind.RECENT) {
            changeRecent(subject, node);
        }
        if (before.node().isEmpty() || node.isEmpty()) {
            cache.forgetCount(key(subject.kind().word(), ""));
        }
        if (node.isEmpty()) {
            cache.put(key, Remembered.NOTHING);
            store.put(key, null);
            return;
        }
        Remembered after = StateFormat.write(before, node);
        byte[] bytes = StateFormat.bytes(after);
        cache.put(key, after);
        cache.decoded(bytes, after);
        store.put(key, bytes);
    }

    /** Records of facts that are gone go with them. */
    private void forgetRecords(Subject subject, Node before, Node after) {
        if (after.facts().size() <= AlertBounds.MAX_EVIDENCES && holdsAll(after.facts(), before.facts())) {
            // Of so few all are quoted.
            return;
        }
        Set<String> kept = quoted(subject, after);
        for (String sha256 : quoted(subject, before)) {
            if (!kept.contains(sha256)) {
                store.put(key(recordKind(subject), sha256), null);
            }
        }
    }

    /** Both are in the order of their identities. */
    private static boolean holdsAll(List<Fact> facts, List<Fact> others) {
        int found = 0;
        for (Fact fact : facts) {
            if (found < others.size() && others.get(found).equals(fact)) {
                found++;
            }
        }
        return found == others.size();
    }

    /** One call may be a change of one and a deed of another, who need not forget it together. */
    private static String recordKind(Subject subject) {
        return switch (subject.kind()) {
            case DEEDS -> DEED;
            case RECENT -> CALL;
            default -> RECORD;
        };
    }

    /** Of many facts of one name the newest are quoted, and those that alerts rest on; of deeds the first ones. */
    private static Set<String> quoted(Subject subject, Node node) {
        List<Fact> facts = node.facts();
        if (subject.kind() == EntityKind.DEEDS) {
            return facts.stream().limit(AlertBounds.MAX_EVIDENCES).map(fact -> fact.event().sha256())
                    .collect(Collectors.toSet());
        }
        int first = Math.max(0, facts.size() - AlertBounds.MAX_EVIDENCES);
        Set<String> quoted = new HashSet<>();
        for (Fact fact : facts.subList(first, facts.size())) {
            quoted.add(fact.event().sha256());
        }
        if (first > 0) {
            Set<EventId> links = new HashSet<>();
            node.standing().stream().limit(AlertBounds.MAX_EVIDENCES).forEach(
                    alert -> alert.finding().links().stream().limit(AlertBounds.MAX_EVIDENCES).forEach(links::add));
            facts.subList(0, first).stream().filter(fact -> links.contains(fact.id()))
                    .forEach(fact -> quoted.add(fact.event().sha256()));
        }
        return quoted;
    }

    @Override
    public RecentCallers recent() {
        touched.prefix(key(EntityKind.RECENT.word(), ""));
        if (knownRecent() == null) {
            RecentCallers read = new RecentCallers();
            for (Subject caller : names(EntityKind.RECENT, Integer.MAX_VALUE)) {
                read.put(caller.key(), Recency.of(node(caller)));
            }
            cache.putRecent(account, read);
            recent = read;
        }
        return recent;
    }

    private void changeRecent(Subject caller, Node node) {
        RecentCallers known = knownRecent();
        if (known != null && node.isEmpty()) {
            known.remove(caller.key());
        } else if (known != null) {
            known.put(caller.key(), Recency.of(node));
        }
    }

    @Override
    public void quote(Subject deeds) {
        for (String sha256 : quoted(deeds, node(deeds))) {
            touched.key(key(CALL, sha256));
            touched.key(key(DEED, sha256));
            byte[] call = store.get(key(CALL, sha256));
            if (call != null && store.get(key(DEED, sha256)) == null) {
                store.put(key(DEED, sha256), call);
            }
        }
    }

    @Override
    public List<Subject> names(EntityKind kind, int limit) {
        String prefix = key(kind.word(), "");
        touched.prefix(prefix);
        List<Subject> names = new ArrayList<>();
        store.each(prefix, (key, value) -> {
            names.add(new Subject(kind, key.substring(prefix.length())));
            return names.size() < limit;
        });
        return names;
    }

    @Override
    public int count(EntityKind kind, int limit) {
        String prefix = key(kind.word(), "");
        touched.prefix(prefix);
        return cache.count(prefix, () -> names(kind, limit).size());
    }

    @Override
    public boolean hasLinks(Link link) {
        String prefix = key(word(link), "");
        touched.prefix(prefix);
        return cache.count(prefix, () -> {
            int[] found = {0};
            store.each(prefix, (key, value) -> {
                found[0]++;
                return false;
            });
            return found[0];
        }) > 0;
    }

    private static String word(Link link) {
        return link.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public List<Subject> linked(Link link, String to, int limit) {
        String prefix = prefix(link, to);
        touched.prefix(prefix);
        List<Subject> known = cache.linked(prefix);
        if (known != null) {
            return known.size() <= limit ? known : known.subList(0, limit);
        }
        List<Subject> linked = new ArrayList<>();
        store.each(prefix, (key, value) -> {
            linked.add(subject(new String(value, UTF_8)));
            return linked.size() < limit;
        });
        if (linked.size() < limit) {
            cache.put(prefix, List.copyOf(linked));
        }
        return linked;
    }

    @Override
    public void link(Link link, String to, Subject from) {
        String prefix = prefix(link, to);
        cache.forgetLinked(prefix);
        cache.forgetCount(key(word(link), ""));
        store.put(prefix + from.id(), (from.kind().word() + "|" + from.name()).getBytes(UTF_8));
    }

    @Override
    public void unlink(Link link, String to, Subject from) {
        String prefix = prefix(link, to);
        cache.forgetLinked(prefix);
        cache.forgetCount(key(word(link), ""));
        store.put(prefix + from.id(), null);
    }

    private String prefix(Link link, String to) {
        return key(word(link), to) + "|";
    }

    private static Subject subject(String text) {
        int bar = text.indexOf('|');
        EntityKind kind = Arrays.stream(EntityKind.values())
                .filter(one -> one.word().equals(text.substring(0, bar))).findFirst().orElseThrow();
        return new Subject(kind, text.substring(bar + 1));
    }

    @Override
    public List<AdminSpans> administrators(EntityKind kind, int limit) {
        String prefix = key("admin-" + kind.word(), "");
        touched.prefix(prefix);
        List<AdminSpans> known = cache.administrators(prefix);
        if (known != null) {
            return known.size() <= limit ? known : known.subList(0, limit);
        }
        List<AdminSpans> administrators = new ArrayList<>();
        store.each(prefix, (key, value) -> {
            administrators.add(StateFormat.administrator(value));
            return administrators.size() < limit;
        });
        if (administrators.size() < limit) {
            cache.putAdministrators(prefix, List.copyOf(administrators));
        }
        return administrators;
    }

    @Override
    public void put(AdminSpans administrator) {
        String prefix = key("admin-" + administrator.subject().kind().word(), "");
        cache.forgetAdministrators(prefix);
        store.put(prefix + administrator.subject().key(), administrator.spans().isEmpty()
                ? null
                : StateFormat.bytes(administrator));
    }

    /** Returns the account's clock. */
    public AccountClock clock() {
        touched.key(key("clock", ""));
        AccountClock clock = cache.clock(account);
        if (clock == null) {
            clock = StateFormat.clock(store.get(key("clock", "")));
            cache.put(account, clock);
        }
        return clock;
    }

    /** Remembers the account's clock. */
    public void put(AccountClock clock) {
        cache.put(account, clock);
        store.put(key("clock", ""), StateFormat.bytes(clock));
    }

    /** Remembers the record of a fact, so that evidence can quote it; one that is too large for that is not. */
    public void putRecord(Subject subject, String sha256, byte[] record) {
        int most = subject.kind() == EntityKind.RECENT ? MAX_CALL_BYTES : AlertBounds.MAX_RAW_RECORD_BYTES;
        if (record.length <= most) {
            store.put(key(recordKind(subject), sha256), record);
        }
    }

    /** Returns whether the record of a fact is one that evidence may quote. */
    public boolean isQuoted(Subject subject, String sha256) {
        Node node = node(subject);
        return subject.kind() == EntityKind.DEEDS
                ? quoted(subject, node).contains(sha256)
                : node.facts().stream().anyMatch(fact -> fact.event().sha256().equals(sha256));
    }

    /** Returns a record; null where it is not remembered. */
    public byte[] record(String sha256) {
        for (String kind : List.of(RECORD, DEED, CALL)) {
            touched.key(key(kind, sha256));
            byte[] record = store.get(key(kind, sha256));
            if (record != null) {
                return record;
            }
        }
        return null;
    }

    private String key(String kind, String name) {
        return account + "|" + kind + "|" + name;
    }
}
