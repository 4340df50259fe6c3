package io.iamwatch.detector.judge;

import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.topic.PrincipalKey;
import io.iamwatch.detector.detection.AccountClock;
import io.iamwatch.detector.detection.AlertChange;
import io.iamwatch.detector.detection.Detection;
import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.DeedReader;
import io.iamwatch.detector.event.EventReader;
import io.iamwatch.detector.event.EventReader.Reading;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.finding.AlertBuilder;
import io.iamwatch.detector.iam.PolicyTexts;
import io.iamwatch.detector.rules.AskedRules;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.state.Decoded;
import io.iamwatch.detector.state.GraphCache;
import io.iamwatch.detector.state.KeyValues;
import io.iamwatch.detector.state.StoredGraph;
import io.iamwatch.detector.state.Touched;
import io.iamwatch.detector.state.WriteBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Judges records, one after the other; it belongs to one thread. */
public final class RecordJudge {

    /** Some thousand names with what is known of them. */
    private static final long CACHED_BYTES = 8 * 1024 * 1024;

    private final WriteBatch store;
    private final AskedRules rules;
    private final Touched touched;
    private final Detection detection;
    private final AlertBuilder alertBuilder;
    private final GraphCache cache;
    private long passedOver;

    /** Creates a judge that remembers in a store. */
    public RecordJudge(Rules rules, KeyValues store) {
        this(AskedRules.of(rules), store, Touched.unkept(), new PolicyTexts(), new GraphCache(CACHED_BYTES));
    }

    private RecordJudge(AskedRules rules, KeyValues store, Touched touched, PolicyTexts texts, GraphCache cache) {
        this.store = new WriteBatch(store);
        this.rules = rules;
        this.touched = touched;
        this.detection = new Detection(rules, texts);
        this.alertBuilder = new AlertBuilder(rules.rules());
        this.cache = cache;
    }

    /**
     * What judges of the same records need not each read for themselves. It belongs to one thread.
     *
     * @param texts policies
     * @param decoded what is remembered
     */
    public record Readings(PolicyTexts texts, Decoded decoded) {

        /** Returns nothing read yet. */
        public static Readings empty() {
            return new Readings(new PolicyTexts(), new Decoded(2 * CACHED_BYTES));
        }
    }

    /** Creates a judge that keeps what its last judgement rested on, until the next one. */
    public static RecordJudge keeping(Rules rules, KeyValues store, Readings readings) {
        return new RecordJudge(AskedRules.keeping(rules), store, Touched.keeping(), readings.texts(),
                new GraphCache(CACHED_BYTES, Optional.of(readings.decoded())));
    }

    /** Creates a judge beside others, who may change what it remembers: then it has to be told to {@link #reread}. */
    public static RecordJudge beside(Rules rules, KeyValues store, Readings readings) {
        return new RecordJudge(AskedRules.of(rules), store, Touched.unkept(), readings.texts(),
                new GraphCache(CACHED_BYTES, Optional.of(readings.decoded())));
    }

    /**
     * Returns whether a judge with other rules, whose horizon is the same, comes to the same about the record that was
     * judged last; one that keeps only.
     *
     * @param differences what that judge remembers and this one does not, and the other way round
     */
    public boolean wouldJudgeAlike(Rules others, NavigableMap<String, ?> differences) {
        return rules.wouldAnswerAlike(others) && !touched.meets(differences);
    }

    /** Trusts nothing that it has read before. */
    public void reread() {
        cache.clear();
    }

    /**
     * One version of an alert.
     *
     * @param key the record key that all versions of the alert have
     * @param alert the version
     */
    public record Version(String key, DetectionFinding alert) {
    }

    /**
     * What an event came to.
     *
     * @param alerts versions of alerts, in the order in which they are to be told
     * @param repeated whether the event had been seen before
     * @param late whether it came after the lateness horizon
     * @param future whether it is dated after its own arrival
     * @param second event time in seconds since 1970
     */
    public record Judged(List<Version> alerts, boolean repeated, boolean late, boolean future, long second) {
    }

    /** Reads a CloudTrail record; never throws. */
    public Reading read(byte[] record, String key, Origin origin) {
        return EventReader.read(record, key, origin);
    }

    /**
     * Judges an event, and remembers it; if that fails, nothing is remembered of it. What CloudTrail left out of it is
     * judged too, and, where somebody who is followed made the call, that as a deed of the caller's.
     *
     * @param record the bytes that it was read from: evidence quotes them
     */
    public Judged judge(IamEvent event, byte[] record) {
        begin();
        return atOnce(() -> {
            Judged judged = judged(event, record);
            Optional<Judged> omitted = EventReader.leftOut(event).map(leftOut -> judged(leftOut, record));
            Optional<Judged> deed = DeedReader.of(event).flatMap(did -> deed(did, record));
            return Stream.of(omitted, deed).flatMap(Optional::stream).reduce(judged, RecordJudge::both);
        });
    }

    /**
     * It is remembered as what was called lately before it is judged: what it comes to looks for it there. What is told
     * of it as others' doing comes last.
     */
    private Optional<Judged> deed(IamEvent deed, byte[] record) {
        StoredGraph graph = graph(deed.id().account());
        Optional<IamEvent> recent = detection.recent(graph, deed);
        recent.ifPresent(call -> judged(call, record));
        Optional<IamEvent> followed = detection.followed(graph, deed, graph.clock());
        Optional<IamEvent> guard = detection.guard(deed);
        if (recent.isEmpty() && followed.isEmpty() && guard.isEmpty() && detection.remembersCalls()) {
            passedOver++;
        }
        return Stream.of(followed, guard).flatMap(Optional::stream).map(one -> judged(one, record))
                .reduce(RecordJudge::both);
    }

    private static Judged both(Judged one, Judged other) {
        List<Version> alerts = new ArrayList<>(one.alerts());
        alerts.addAll(other.alerts());
        return new Judged(alerts, one.repeated(), one.late(), one.future(), one.second());
    }

    /**
     * Judges what no rule needs but the one that follows new administrators. Of nearly all records of a busy account
     * the bytes are looked at, and who is named there is looked up; no more.
     *
     * @param account the account that the record is said to be of
     * @param origin where it stands
     * @return empty where nobody who is followed called
     */
    public Optional<Judged> follow(byte[] record, String account, Origin origin) {
        begin();
        StoredGraph graph = graph(account);
        AccountClock clock = graph.clock();
        CallerLook look = CallerLook.at(record);
        if (!detection.remembersCalls() || !look.isSomebody()) {
            return Optional.empty();
        }
        boolean mayBeFollowed = look.mayName(user -> detection.isFollowed(graph, user, clock),
                key -> detection.isFollowedSession(graph, key, clock));
        if (!mayBeFollowed && !hasRoom(graph, look)) {
            passedOver++;
            return Optional.empty();
        }
        return DeedReader.read(record, account, origin).flatMap(deed -> atOnce(() -> deed(deed, record)));
    }

    private static boolean hasRoom(StoredGraph graph, CallerLook look) {
        OptionalLong second = look.second();
        return second.isEmpty()
                || look.mayName(user -> Detection.hasRoomForUser(graph, user, second.getAsLong()),
                        key -> Detection.hasRoomForSession(graph, key, second.getAsLong()));
    }

    /**
     * Returns of how many calls nothing was remembered for want of room since it was asked last; should the caller turn
     * out to matter, they are missing.
     */
    public long takePassedOver() {
        long count = passedOver;
        passedOver = 0;
        return count;
    }

    private StoredGraph graph(String account) {
        return new StoredGraph(store, cache, account, touched);
    }

    private void begin() {
        rules.forget();
        touched.forget();
    }

    /** All that a record comes to is written together, or nothing. */
    private <T> T atOnce(Supplier<T> judgement) {
        try {
            T judged = judgement.get();
            store.write();
            return judged;
        } catch (RuntimeException failure) {
            store.drop();
            cache.clear();
            throw failure;
        }
    }

    private Judged judged(IamEvent event, byte[] record) {
        StoredGraph graph = graph(event.id().account());
        AccountClock before = graph.clock();
        // What somebody does changes nobody's rights: it moves no clock.
        AccountClock clock = event.change() instanceof Change.Acted
                ? before
                : before.after(event.second(), event.origin().arrival());
        Detection.Outcome outcome = detection.judge(graph, event, clock);
        List<Version> alerts = new ArrayList<>();
        for (AlertChange change : outcome.changes()) {
            alerts.add(new Version(key(change, graph.account()), alertBuilder.alert(change, outcome.seen(),
                    sha256 -> sha256.equals(event.sha256()) ? record : graph.record(sha256), event.origin())));
        }
        // Nothing is remembered of a record before everything that it comes to is complete.
        if (!clock.equals(before)) {
            graph.put(clock);
        }
        if (outcome.repeated()) {
            return new Judged(List.of(), true, false, false, event.second());
        }
        outcome.commit().run();
        if (graph.isQuoted(event.change().subject(), event.sha256())) {
            graph.putRecord(event.change().subject(), event.sha256(), record);
        }
        return new Judged(alerts, false,
                clock.isLate(event.second(), detection.rules().latenessHorizon()),
                AccountClock.isFuture(event.second(), event.origin().arrival()), event.second());
    }

    private static String key(AlertChange change, String account) {
        Subject subject = change.alert().key();
        return new PrincipalKey(account, subject.kind().word(), subject.key()).toString();
    }
}
