package io.iamwatch.detector;

import io.iamwatch.detector.baseline.BaselineReader;
import io.iamwatch.detector.detection.AccountClock;
import io.iamwatch.detector.detection.AlertChange;
import io.iamwatch.detector.detection.Detection;
import io.iamwatch.detector.detection.Finding;
import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.DeedReader;
import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.event.EventReader;
import io.iamwatch.detector.event.EventReader.Reading;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.state.GraphCache;
import io.iamwatch.detector.state.KeyValues;
import io.iamwatch.detector.state.StoredGraph;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs the pure core over records, with state that is written and read between any two events, as after a restart.
 */
public final class CoreRun {

    private final Rules rules;
    private final KeyValues.InMemory state = (KeyValues.InMemory) KeyValues.inMemory();
    private final TreeMap<String, Finding> standing = new TreeMap<>();
    private long offset;

    public CoreRun(Rules rules) {
        this.rules = rules;
    }

    public void accept(Scenario.Arrival arrival) {
        String topic = arrival.baseline() ? "iamwatch.baseline" : "cloudtrail.identity";
        Origin origin = new Origin(topic, 0, offset++, arrival.arrivalMillis(), null);
        if (arrival.baseline()) {
            if (BaselineReader.read(arrival.record(), arrival.account(),
                    origin) instanceof BaselineReader.Reading.Part part) {
                part.events().forEach(this::judge);
            }
        } else if (EventReader.read(arrival.record(), arrival.account(),
                origin) instanceof Reading.Relevant(IamEvent event)) {
            judge(event);
            EventReader.leftOut(event).ifPresent(this::judge);
            DeedReader.of(event).ifPresent(this::follow);
        } else {
            DeedReader.read(arrival.record(), arrival.account(), origin).ifPresent(this::follow);
        }
    }

    private void follow(IamEvent deed) {
        StoredGraph graph = new StoredGraph(state, new GraphCache(1), deed.id().account());
        Detection detection = new Detection(rules);
        detection.recent(graph, deed).ifPresent(this::judge);
        detection.followed(graph, deed, graph.clock()).ifPresent(this::judge);
        detection.guard(deed).ifPresent(this::judge);
    }

    private void judge(IamEvent event) {
        StoredGraph graph = new StoredGraph(state, new GraphCache(1), event.id().account());
        AccountClock clock = event.change() instanceof Change.Acted
                ? graph.clock()
                : graph.clock().after(event.second(), event.origin().arrival());
        graph.put(clock);
        Detection.Outcome outcome = new Detection(rules).judge(graph, event, clock);
        outcome.commit().run();
        for (AlertChange change : outcome.changes()) {
            Finding finding = change.alert().finding();
            switch (change) {
                case AlertChange.Raised raised -> require(standing.put(finding.uid(), finding) == null, change);
                case AlertChange.Updated updated -> require(standing.put(finding.uid(), finding) != null, change);
                case AlertChange.Superseded superseded -> require(standing.remove(finding.uid()) != null, change);
                case AlertChange.Retracted retracted -> require(standing.remove(finding.uid()) != null, change);
            }
        }
    }

    private static void require(boolean legal, AlertChange change) {
        if (!legal) {
            throw new AssertionError("no legal life of an alert: " + change);
        }
    }

    /** Returns the findings that stand, by uid. */
    public Map<String, Finding> standing() {
        return standing;
    }

    /** Returns how many entries the store has. */
    public long remembered() {
        return state.entries().size();
    }

    public long stateBytes() {
        return state.entries().values().stream().mapToLong(bytes -> bytes.length).sum();
    }

    /** Returns what stands in the words of the scenario files. */
    public List<String> inWords() {
        return standing.values().stream().map(CoreRun::words).sorted().toList();
    }

    /** Returns a finding in the words of the scenario files. */
    public static String words(Finding finding) {
        StringBuilder words = new StringBuilder(finding.rule().id());
        Finding.Target target = finding.target();
        words.append(target.kind() == EntityKind.USER ? " " + target.name() : "");
        words.append(' ').append(target.kind().word()).append(':').append(target.name());
        words.append(' ').append(target.uniqueId() == null ? "unborn" : target.uniqueId());
        words.append(" ta=").append(finding.ta() - Scenario.EPOCH);
        words.append(finding.tb() == null ? "" : " tb=" + (finding.tb() - Scenario.EPOCH));
        Finding.Flags flags = finding.flags();
        words.append(flags.stillAdmin() ? " still" : " lost");
        words.append(' ').append(finding.severity().name().toLowerCase(Locale.ROOT));
        words.append(' ').append(finding.grade().name());
        words.append(finding.conditional() ? " conditional" : "");
        words.append(flags.provisional() ? " provisional" : "");
        words.append(flags.orderUnknown() ? " order-unknown" : "");
        words.append(flags.late() ? " late" : "");
        words.append(flags.future() ? " future" : "");
        words.append(flags.selfGranted() ? " self" : "");
        words.append(" links=").append(finding.links().size());
        words.append(AlertWords.of(finding.activity(), finding.stillSucceeding()));
        return words.toString();
    }

    /**
     * What has to be alike over all orders of arrival: what the guarantee names, and whether the rights are still held.
     */
    public Map<String, String> comparable() {
        TreeMap<String, String> comparable = new TreeMap<>();
        standing.forEach((uid, finding) -> comparable.put(uid, finding.rule() + " " + finding.severity() + " "
                + finding.target() + " " + (finding.flags().stillAdmin() ? "still" : "lost") + " " + finding.ta() + " "
                + finding.tb() + " " + finding.links() + " " + finding.activity() + " " + finding.stillSucceeding()));
        return comparable;
    }
}
