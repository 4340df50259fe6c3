package io.iamwatch.detector;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.EventReader;
import io.iamwatch.detector.event.EventReader.Reading;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.iam.Administrators;
import io.iamwatch.detector.rule.AccountClock;
import io.iamwatch.detector.rule.AlertChange;
import io.iamwatch.detector.rule.Detection;
import io.iamwatch.detector.rule.DetectionRules;
import io.iamwatch.detector.rule.Finding;
import io.iamwatch.detector.state.StateFormat;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Runs the pure core over records, with state that is written and read between any two events, as after a restart.
 */
public final class CoreRun {

    private final DetectionRules rules;
    private final Map<String, byte[]> state = new HashMap<>();
    private final TreeMap<String, Finding> standing = new TreeMap<>();
    private long offset;

    public CoreRun(DetectionRules rules) {
        this.rules = rules;
    }

    public void accept(Scenario.Arrival arrival) {
        Origin origin = new Origin("cloudtrail.identity", 0, offset++, arrival.arrivalMillis(), null);
        if (EventReader.read(arrival.record(), arrival.account(), origin) instanceof Reading.Relevant(IamEvent event)
                && !(event.change() instanceof Change.PolicyChange change && !Administrators.concern(change))) {
            judge(event);
        }
    }

    private void judge(IamEvent event) {
        String name = event.id().account() + "|" + event.change().userName().toLowerCase(Locale.ROOT);
        AccountClock clock = StateFormat.clock(state.get(event.id().account())).after(event.second(),
                event.origin().arrival());
        state.put(event.id().account(), StateFormat.bytes(clock));
        Detection.Outcome outcome = Detection.judge(StateFormat.history(state.get(name)), event, clock, rules);
        state.put(name, StateFormat.bytes(outcome.history()));
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

    /** Returns how many names and accounts are remembered. */
    public long remembered() {
        return state.values().stream().filter(Objects::nonNull).count();
    }

    public long stateBytes() {
        return state.values().stream().filter(Objects::nonNull).mapToLong(bytes -> bytes.length).sum();
    }

    /** Returns what stands in the words of the scenario files. */
    public Set<String> inWords() {
        TreeSet<String> words = new TreeSet<>();
        standing.values().forEach(finding -> words.add(words(finding)));
        return words;
    }

    private static String words(Finding finding) {
        StringBuilder words = new StringBuilder(finding.rule().id());
        words.append(' ').append(finding.target().name());
        words.append(' ').append(finding.target().userId() == null ? "unborn" : finding.target().userId());
        words.append(" ta=").append(finding.ta() - Scenario.EPOCH);
        words.append(finding.tb() == null ? "" : " tb=" + (finding.tb() - Scenario.EPOCH));
        words.append(finding.stillAdmin() ? " still" : " lost");
        words.append(finding.orderUnknown() ? " order-unknown" : "");
        words.append(finding.late() ? " late" : "");
        words.append(finding.future() ? " future" : "");
        return words.toString();
    }

    /**
     * What has to be alike over all orders of arrival: what the guarantee names, and whether the rights are still held.
     */
    public Map<String, String> comparable() {
        TreeMap<String, String> comparable = new TreeMap<>();
        standing.forEach((uid, finding) -> comparable.put(uid, finding.rule() + " " + finding.severity() + " "
                + finding.target() + " " + (finding.stillAdmin() ? "still" : "lost") + " " + finding.ta() + " "
                + finding.tb() + " " + finding.links()));
        return comparable;
    }
}
