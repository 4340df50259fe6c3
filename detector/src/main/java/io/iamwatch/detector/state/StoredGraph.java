package io.iamwatch.detector.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.contracts.finding.AlertBounds;
import io.iamwatch.detector.detection.AccountClock;
import io.iamwatch.detector.detection.Graph;
import io.iamwatch.detector.detection.Node;
import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.iam.AdminSpans;
import io.iamwatch.detector.iam.Fact;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * An account in a store. Keys are {@code account|kind|name}:
 *
 * <pre>
 * 111122223333|user|eve                      what is known of user eve
 * 111122223333|member-of|ops|user|eve        eve may be, or may have been, in group ops
 * 111122223333|admin-role|deploy             when role deploy is known to be an administrator
 * 111122223333|record|SHA-256                a record that evidence quotes
 * 111122223333|clock|                        the account's clock
 * </pre>
 *
 * Decoded nodes are kept for the next event; it belongs to the one thread that writes the store.
 */
public final class StoredGraph implements Graph {

    /** The same principals appear again and again. */
    public static final class Cache {
        private final Map<String, Node> nodes;

        /** Creates a memory for so many names. */
        public Cache(int capacity) {
            nodes = new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Node> eldest) {
                    return size() > capacity;
                }
            };
        }
    }

    private final KeyValues store;
    private final Cache cache;
    private final String account;

    /** Opens an account. */
    public StoredGraph(KeyValues store, Cache cache, String account) {
        this.store = store;
        this.cache = cache;
        this.account = account;
    }

    @Override
    public String account() {
        return account;
    }

    @Override
    public Node node(Subject subject) {
        String key = key(subject.kind().word(), subject.key());
        Node node = cache.nodes.get(key);
        if (node == null) {
            node = StateFormat.node(store.get(key));
            cache.nodes.put(key, node);
        }
        return node;
    }

    @Override
    public void put(Subject subject, Node node) {
        String key = key(subject.kind().word(), subject.key());
        forgetRecords(node(subject), node);
        cache.nodes.put(key, node);
        store.put(key, StateFormat.bytes(node));
    }

    /** Records of facts that are gone go with them; of many facts of one name the newest are quoted. */
    private void forgetRecords(Node before, Node after) {
        if (before.facts().equals(after.facts())) {
            return;
        }
        Set<String> kept = new HashSet<>();
        int first = Math.max(0, after.facts().size() - AlertBounds.MAX_EVIDENCES);
        after.facts().subList(first, after.facts().size()).forEach(fact -> kept.add(fact.event().sha256()));
        after.standing().stream().limit(AlertBounds.MAX_EVIDENCES).forEach(alert -> after.facts().stream()
                .filter(fact -> alert.finding().links().contains(fact.id())).limit(AlertBounds.MAX_EVIDENCES)
                .forEach(fact -> kept.add(fact.event().sha256())));
        for (Fact fact : before.facts()) {
            if (!kept.contains(fact.event().sha256())) {
                store.put(key("record", fact.event().sha256()), null);
            }
        }
    }

    @Override
    public List<Subject> names(EntityKind kind, int limit) {
        String prefix = key(kind.word(), "");
        List<Subject> names = new ArrayList<>();
        store.each(prefix, (key, value) -> {
            names.add(new Subject(kind, key.substring(prefix.length())));
            return names.size() < limit;
        });
        return names;
    }

    @Override
    public List<Subject> linked(Link link, String to, int limit) {
        List<Subject> linked = new ArrayList<>();
        store.each(key(word(link), to) + "|", (key, value) -> {
            linked.add(subject(new String(value, UTF_8)));
            return linked.size() < limit;
        });
        return linked;
    }

    @Override
    public void link(Link link, String to, Subject from) {
        store.put(key(word(link), to) + "|" + from.id(), (from.kind().word() + "|" + from.name()).getBytes(UTF_8));
    }

    @Override
    public void unlink(Link link, String to, Subject from) {
        store.put(key(word(link), to) + "|" + from.id(), null);
    }

    private static String word(Link link) {
        return link.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Subject subject(String text) {
        int bar = text.indexOf('|');
        EntityKind kind = Arrays.stream(EntityKind.values())
                .filter(one -> one.word().equals(text.substring(0, bar))).findFirst().orElseThrow();
        return new Subject(kind, text.substring(bar + 1));
    }

    @Override
    public List<AdminSpans> administrators(EntityKind kind, int limit) {
        List<AdminSpans> administrators = new ArrayList<>();
        store.each(key("admin-" + kind.word(), ""), (key, value) -> {
            administrators.add(StateFormat.administrator(value));
            return administrators.size() < limit;
        });
        return administrators;
    }

    @Override
    public void put(AdminSpans administrator) {
        store.put(key("admin-" + administrator.subject().kind().word(), administrator.subject().key()),
                administrator.spans().isEmpty() ? null : StateFormat.bytes(administrator));
    }

    /** Returns the account's clock. */
    public AccountClock clock() {
        return StateFormat.clock(store.get(key("clock", "")));
    }

    /** Remembers the account's clock. */
    public void put(AccountClock clock) {
        store.put(key("clock", ""), StateFormat.bytes(clock));
    }

    /** Remembers a record, so that evidence can quote it; one that is too large for that is not. */
    public void putRecord(String sha256, byte[] record) {
        if (record.length <= AlertBounds.MAX_RAW_RECORD_BYTES) {
            store.put(key("record", sha256), record);
        }
    }

    /** Returns a record; null where it is not remembered. */
    public byte[] record(String sha256) {
        return store.get(key("record", sha256));
    }

    private String key(String kind, String name) {
        return account + "|" + kind + "|" + name;
    }
}
